// Package dbclass knows what Amazon RDS documents of its instance classes.
package dbclass

import (
	"regexp"
	"strconv"
)

var form = regexp.MustCompile(`^db\.([a-z]+)(\d+)([a-z]*)\.(\d*)([a-z]+)$`)

// perVCPU is the memory of families in GiB for each vCPU, by the letters of a class before its generation, or the whole
// family where its letters behind the generation matter.
// Source: Amazon RDS User Guide, "Hardware specifications for DB instance classes".
var perVCPU = map[string]float64{
	"c": 2, "m": 4, "r": 8, "z": 8,
	"r3": 7.625, "r4": 7.625,
	"x1": 15.25, "x1e": 30.5, "x2g": 16, "x2idn": 16, "x2iedn": 32, "x2iezn": 32, "x8g": 16,
}

// burstable is the memory of the sizes of the t families in GiB.
var burstable = map[string]float64{"micro": 1, "small": 2, "medium": 4, "large": 8, "xlarge": 16, "2xlarge": 32}

// MemoryGiB returns the memory of an instance class such as db.m7g.large, and whether it is known.
func MemoryGiB(class string) (gib float64, known bool) {
	letters, family, size, ok := parse(class)
	if !ok {
		return 0, false
	}
	if letters == "t" {
		gib, known = burstable[size]
		return gib, known
	}
	each, known := perVCPU[family]
	if !known {
		each, known = perVCPU[letters]
	}
	vcpus := vcpus(size)
	return each * float64(vcpus), known && vcpus > 0
}

// Burstable reports whether an instance class earns and spends CPU credits.
func Burstable(class string) bool {
	letters, _, _, ok := parse(class)
	return ok && letters == "t"
}

// BurstsStorage reports whether a class may reach its storage faster than it can for long: those of up to 16 vCPU do, the
// largest of them in some families only.
// Source: Amazon EC2 User Guide, "Amazon EBS-optimized instance types".
func BurstsStorage(class string) bool {
	_, _, size, ok := parse(class)
	return ok && vcpus(size) <= 16
}

// parse splits db.x2iedn.8xlarge into x, x2iedn and 8xlarge.
func parse(class string) (letters, family, size string, ok bool) {
	m := form.FindStringSubmatch(class)
	if m == nil {
		return "", "", "", false
	}
	return m[1], m[1] + m[2] + m[3], m[4] + m[5], true
}

// vcpus is how many vCPU a size has, or 0 when it is small or not known.
func vcpus(size string) int {
	switch size {
	case "medium":
		return 1
	case "large":
		return 2
	case "xlarge":
		return 4
	}
	n, _ := strconv.Atoi(size[:max(0, len(size)-len("xlarge"))])
	if size != strconv.Itoa(n)+"xlarge" {
		return 0
	}
	return 4 * n
}
