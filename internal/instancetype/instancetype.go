// Package instancetype reads the names of Amazon EC2 instance types.
package instancetype

import "regexp"

var (
	form = regexp.MustCompile(`^[a-z][a-z0-9-]*\.[a-z0-9-]+$`)
	arm  = regexp.MustCompile(`^([a-z]+[0-9]+g[a-z]*|a1)\.`)
)

// Valid reports whether a name has the form of an instance type's.
func Valid(name string) bool {
	return form.MatchString(name)
}

// ARM64 reports whether an instance type has a Graviton processor: the letter g behind its family's generation, or a1.
func ARM64(name string) bool {
	return arm.MatchString(name)
}
