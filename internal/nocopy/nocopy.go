// Package nocopy makes go vet report copies of a struct. A copy of a construct is not a construct: the CDK knows only
// the original.
package nocopy

// NoCopy is embedded as a blank field. Its methods are what the copylocks check looks for.
type NoCopy struct{}

// Lock does nothing.
func (*NoCopy) Lock() {}

// Unlock does nothing.
func (*NoCopy) Unlock() {}
