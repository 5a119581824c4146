package test

import (
	"testing"

	"github.com/evenkeel-cdk/evenkeel/constructs/database"
)

func TestDatabaseStorage(t *testing.T) {
	template := synthDatabases(t, map[string]database.Props{
		"Bigger":  {AllocatedStorageGiB: 200},
		"Own":     {AllocatedStorageGiB: 200, MaxAllocatedStorageGiB: 220},
		"Fixed":   {AllocatedStorageGiB: 200, DisableStorageAutoscaling: true},
		"Largest": {AllocatedStorageGiB: 59578},
	})
	for _, c := range []struct {
		is, database string
		size         string
		growsTo      any
	}{
		{"grows to five times its size", "Bigger", "200", 1000},
		{"grows as far as it may", "Own", "200", 220},
		{"stays at its size", "Fixed", "200", 200},
		{"grows to what RDS offers", "Largest", "59578", 65536},
	} {
		t.Run(c.is, func(t *testing.T) {
			template.named(t, rdsInstance, c.database).wantEach(t, map[string]any{
				"AllocatedStorage":    c.size,
				"MaxAllocatedStorage": c.growsTo,
				"StorageType":         "gp3",
				"StorageEncrypted":    true,
			})
		})
	}
}

func TestDatabaseStorageRefusals(t *testing.T) {
	databaseRefusals(t, []databaseRefusal{
		{"less than gp3 has", database.Props{AllocatedStorageGiB: 19},
			"allocatedStorageGiB: 19 is out of range; use 20 to 65536"},
		{"more than gp3 has", database.Props{AllocatedStorageGiB: 65537},
			"allocatedStorageGiB: 65537 is out of range; use 20 to 65536"},
		{"less than the least that can grow", database.Props{AllocatedStorageGiB: 20, MaxAllocatedStorageGiB: 21},
			"maxAllocatedStorageGiB: 21 is out of range; use 22 to 65536\n" +
				"maxAllocatedStorageGiB: 21 is less than a tenth above allocatedStorageGiB 20; use 22 or more"},
		{"more to grow to than gp3 has", database.Props{MaxAllocatedStorageGiB: 65537},
			"maxAllocatedStorageGiB: 65537 is out of range; use 22 to 65536"},
		{"less than a tenth to grow by", database.Props{AllocatedStorageGiB: 205, MaxAllocatedStorageGiB: 225},
			// 205 and a tenth is 225.5
			"maxAllocatedStorageGiB: 225 is less than a tenth above allocatedStorageGiB 205; use 226 or more"},
		{"less than a tenth above the default", database.Props{MaxAllocatedStorageGiB: 109},
			"maxAllocatedStorageGiB: 109 is less than a tenth above allocatedStorageGiB 100; use 110 or more"},
		{"to grow and not to grow", database.Props{MaxAllocatedStorageGiB: 500, DisableStorageAutoscaling: true},
			"maxAllocatedStorageGiB: does nothing with disableStorageAutoscaling; leave one of them out"},
		{"no room to grow", database.Props{AllocatedStorageGiB: 59579},
			// 59579 and a tenth is 65536.9
			"allocatedStorageGiB: 59579 leaves less than a tenth to grow by; use 59578 or less, or say disableStorageAutoscaling: true"},
		{"the largest, which has nowhere to grow", database.Props{AllocatedStorageGiB: 65536},
			"allocatedStorageGiB: 65536 leaves less than a tenth to grow by; use 59578 or less, or say disableStorageAutoscaling: true"},
		{"no room to grow, and a size to grow to", database.Props{AllocatedStorageGiB: 65000, MaxAllocatedStorageGiB: 65536},
			"allocatedStorageGiB: 65000 leaves less than a tenth to grow by; use 59578 or less, or say disableStorageAutoscaling: true"},

		{"the smallest", database.Props{AllocatedStorageGiB: 20, MaxAllocatedStorageGiB: 22}, ""},
		{"a tenth to grow by", database.Props{AllocatedStorageGiB: 205, MaxAllocatedStorageGiB: 226}, ""},
		{"the largest that can grow", database.Props{AllocatedStorageGiB: 59578, MaxAllocatedStorageGiB: 65536}, ""},
		{"the largest that need not grow", database.Props{AllocatedStorageGiB: 65536, DisableStorageAutoscaling: true}, ""},
	})
}
