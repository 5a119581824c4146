// Package arn checks the ARNs and ids that props take for things that exist already.
package arn

import (
	"fmt"
	"regexp"
	"strings"
)

var form = regexp.MustCompile(`^arn:aws[a-z-]*:([a-z0-9-]+):([a-z0-9-]*):(\d{12}|):(.+)$`)

// Check returns the Region of an ARN, or an error when it is not one of the service's ARNs with the given kind of
// resource. The example completes the message.
func Check(value, service string, resource *regexp.Regexp, example string) (region string, err error) {
	m := form.FindStringSubmatch(value)
	if m == nil || m[1] != service || !resource.MatchString(m[4]) {
		return "", fmt.Errorf("%q is not such an ARN; use one like %s", value, example)
	}
	return m[2], nil
}

var keyInARN = regexp.MustCompile(`^key/[A-Za-z0-9-]+$`)

// CheckKey is Check for a key of AWS KMS.
func CheckKey(value string) (region string, err error) {
	return Check(value, "kms", keyInARN, "arn:aws:kms:ap-northeast-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab")
}

// Account returns the account in an ARN, or "" when there is none.
func Account(value string) string {
	if m := form.FindStringSubmatch(value); m != nil {
		return m[3]
	}
	return ""
}

// ID returns an error when the value is not an id with the given prefix, such as vpc-0123456789abcdef0.
func ID(value, prefix string) error {
	if !regexp.MustCompile(`^` + regexp.QuoteMeta(prefix) + `-([0-9a-f]{8}|[0-9a-f]{17})$`).MatchString(value) {
		return fmt.Errorf("%q is not such an id; use one like %s-0123456789abcdef0", value, prefix)
	}
	return nil
}

// Unresolved reports whether a string holds a token of the CDK, whose value only the deployment knows: there is nothing
// to check in it yet.
func Unresolved(value string) bool {
	return strings.Contains(value, "${Token[")
}
