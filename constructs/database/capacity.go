package database

import (
	"math"
	"strconv"

	"github.com/evenkeel-cdk/evenkeel/internal/dbclass"
)

const maxConnections = "max_connections"

// memoryGiB is the memory of an instance, or 0 when it is not known.
func (p *Props) memoryGiB() float64 {
	if p.Alarms.MemoryGiB != 0 {
		return float64(p.Alarms.MemoryGiB)
	}
	if p.serverless() {
		return 2 * float64(p.Aurora.Serverless.MaxACU)
	}
	gib, _ := dbclass.MemoryGiB(p.InstanceClass)
	return gib
}

func (p *Props) memoryBytes() float64 { return p.memoryGiB() * (1 << 30) }

// connections is how many the database takes: the user's word, or RDS's formula. RDS keeps some memory for itself and the
// system before it applies that: how much is not documented, but a twentieth and 256 MiB make the two examples that are,
// about 630 connections to MySQL in 8 GiB and 60 in one.
// Source: Amazon RDS User Guide, "Maximum number of database connections"; Amazon Aurora User Guide, "Maximum connections to
// an Aurora MySQL DB instance", "Maximum connections to an Aurora PostgreSQL DB instance" and "Maximum connections for Aurora
// Serverless v2".
func (p *Props) connections() float64 {
	if given, err := strconv.Atoi(p.parameters()[maxConnections]); err == nil {
		return float64(given)
	}
	memory := p.memoryBytes()*0.95 - 256<<20
	switch p.Engine {
	case AuroraMySQL:
		return min(max(45*math.Log2(memory/805306368), 1000*math.Log2(memory/8187281408)), 16000)
	case AuroraPostgreSQL:
		if p.serverless() && p.Aurora.Serverless.MinACU == 0 {
			return min(memory/9531392, 2000)
		}
		return min(memory/9531392, 5000)
	case PostgreSQL:
		return min(memory/9531392, 5000)
	case MariaDB:
		return min(memory/25165760, 12000)
	default:
		return min(memory/12582880, 100000)
	}
}
