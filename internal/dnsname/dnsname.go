// Package dnsname checks names of the DNS.
package dnsname

import (
	"fmt"
	"regexp"
	"strings"
)

// Source: Amazon Route 53 Developer Guide, "DNS domain name format".
const (
	longest = 253
	// Source: AWS Certificate Manager API Reference, "RequestCertificate", DomainName.
	longestCommonName = 64
)

var (
	name     = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`)
	wildcard = "*."
)

// Check returns an error when a value is not a name of two labels or more, in small letters, without a dot at its end.
func Check(value string) error {
	if !name.MatchString(value) || len(value) > longest {
		return fmt.Errorf("%q is not a name; use one like example.com, in small letters and without a dot at its end", value)
	}
	return nil
}

// CheckWildcard is Check for a name whose first label may be an asterisk.
func CheckWildcard(value string) error {
	if Check(strings.TrimPrefix(value, wildcard)) != nil || len(value) > longest {
		return Check(value)
	}
	return nil
}

// CheckCommonName returns an error when a name is too long to be the first of a certificate.
func CheckCommonName(value string) error {
	if len(value) > longestCommonName {
		return fmt.Errorf("%q has %d letters, and the first name of a certificate may have %d; put a shorter one first", value, len(value), longestCommonName)
	}
	return nil
}

// IsWildcard reports whether a name stands for all the names below it.
func IsWildcard(value string) bool { return strings.HasPrefix(value, wildcard) }

// Within reports whether a name is a zone's own, or below it.
func Within(value, zone string) bool {
	return value == zone || strings.HasSuffix(value, "."+zone)
}
