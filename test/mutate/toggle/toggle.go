// Package toggle is what the instrumented copies of the constructs call. Each call carries the number of a mutant and does
// what the source says, unless that mutant is the active one: so one build holds them all.
package toggle

import (
	"cmp"
	"os"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"unsafe"
)

// Variable names the environment variable that holds the number of the mutant that is active from the start. What package
// variables are made of is evaluated before any test runs.
const Variable = "MUTATE_ACTIVE"

// The first mutant has the number 1: with 0 the program is the original.
var (
	lock      sync.Mutex
	active    = fromEnvironment()
	reached   = map[int]bool{}
	recording = true // while somebody may ask
)

func fromEnvironment() int {
	n, _ := strconv.Atoi(os.Getenv(Variable)) // absent is 0
	return n
}

func activate(n int) {
	lock.Lock()
	defer lock.Unlock()
	active = n
}

// takeReached returns the mutants that were reached since it was last called.
func takeReached() map[int]bool {
	lock.Lock()
	defer lock.Unlock()
	recording = true
	taken := reached
	reached = map[int]bool{}
	return taken
}

// At reports whether a mutant is active.
func At(n int) bool {
	lock.Lock()
	defer lock.Unlock()
	if recording {
		reached[n] = true
	}
	return n == active
}

// which returns the index of the active mutant among count that follow one another, or -1.
func which(n, count int) int {
	at := -1
	for i := range count {
		if At(n + i) {
			at = i
		}
	}
	return at
}

// True is the condition, or true.
func True(n int, condition bool) bool {
	return At(n) || condition
}

// False is the condition, or false.
func False(n int, condition bool) bool {
	return !At(n) && condition
}

// Bound compares, or compares with the bound moved by one: < for <=, and so on.
func Bound[T cmp.Ordered](n int, a T, operator string, b T) bool {
	strict, or := cmp.Compare(a, b) < 0, strings.HasSuffix(operator, "=")
	if operator[0] == '>' {
		strict = cmp.Compare(a, b) > 0
	}
	if At(n) {
		or = !or
	}
	return strict || or && a == b
}

// Zero is the value, or the zero value of its type.
func Zero[T any](n int, value T) T {
	if At(n) {
		var zero T
		return zero
	}
	return value
}

// Fields is the struct, or what the pointer points to, with all its fields or without one of them. The name #1 is that of
// the second field.
func Fields[T any](value T, n int, names ...string) T {
	i := which(n, len(names))
	if i < 0 {
		return value
	}
	of := reflect.ValueOf(&value).Elem()
	if of.Kind() == reflect.Pointer {
		of = of.Elem()
	}
	var field reflect.Value
	if index, err := strconv.Atoi(strings.TrimPrefix(names[i], "#")); err == nil {
		field = of.Field(index)
	} else {
		field = of.FieldByName(names[i])
	}
	reflect.NewAt(field.Type(), unsafe.Pointer(field.UnsafeAddr())).Elem().SetZero() // unexported ones, too
	return value
}

// Elements is the list with all its elements or without one of them.
func Elements[S ~[]E, E any](list S, n int) S {
	i := which(n, len(list))
	if i < 0 {
		return list
	}
	return append(list[:i:i], list[i+1:]...)
}

// Entries is the map with all these keys or without one of them.
func Entries[M ~map[K]V, K comparable, V any](entries M, n int, keys ...K) M {
	if i := which(n, len(keys)); i >= 0 {
		delete(entries, keys[i])
	}
	return entries
}

// Pointer is the address of a value that has been through one of the others.
func Pointer[T any](value T) *T {
	return &value
}
