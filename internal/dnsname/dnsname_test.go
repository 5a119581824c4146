package dnsname_test

import (
	"strings"
	"testing"

	"github.com/evenkeel-cdk/evenkeel/internal/dnsname"
)

func TestCheck(t *testing.T) {
	label := strings.Repeat("a", 63)
	longest := strings.Join([]string{label, label, label, strings.Repeat("a", 61)}, ".")
	for value, good := range map[string]bool{
		"example.com": true, "a.b.c.example.co.jp": true, "xn--eckwd4c7c.example": true, "1.example.com": true,
		label + ".com": true, label + "a.com": false, longest: true, longest + "a": false,
		"": false, "com": false, "example.com.": false, ".example.com": false, "Example.com": false, "-a.example.com": false,
		"a-.example.com": false, "a_b.example.com": false, "*.example.com": false, "https://example.com": false, "a..b": false,
	} {
		err := dnsname.Check(value)
		if (err == nil) != good {
			t.Errorf("%q: %v", value, err)
		}
		if want := `"` + value + `" is not a name; use one like example.com, in small letters and without a dot at its end`; err != nil && err.Error() != want {
			t.Errorf("the message is %s", err)
		}
	}
}

func TestCheckWildcard(t *testing.T) {
	for value, good := range map[string]bool{
		"example.com": true, "*.example.com": true, "*": false, "*.*.example.com": false, "a.*.example.com": false, "*example.com": false,
		"*." + strings.TrimSuffix(strings.Repeat("aaaaaaaaa.", 25), "."): true, // 251
		"*." + strings.Repeat("aaaaaaaaa.", 25) + "aa":                   false,
	} {
		if err := dnsname.CheckWildcard(value); (err == nil) != good {
			t.Errorf("%q, %d letters: %v", value, len(value), err)
		}
	}
	if !dnsname.IsWildcard("*.example.com") || dnsname.IsWildcard("example.com") {
		t.Error("a wildcard is not told from a name")
	}
}

func TestCheckCommonName(t *testing.T) {
	if err := dnsname.CheckCommonName(strings.Repeat("a", 60) + ".com"); err != nil {
		t.Error(err)
	}
	err := dnsname.CheckCommonName(strings.Repeat("a", 61) + ".com")
	if err == nil || !strings.HasSuffix(err.Error(), `aaa.com" has 65 letters, and the first name of a certificate may have 64; put a shorter one first`) {
		t.Error(err)
	}
}

func TestWithin(t *testing.T) {
	for value, within := range map[string]bool{
		"example.com": true, "www.example.com": true, "*.example.com": true,
		"example.org": false, "badexample.com": false, "com": false,
	} {
		if dnsname.Within(value, "example.com") != within {
			t.Errorf("%s within example.com is %v", value, !within)
		}
	}
}
