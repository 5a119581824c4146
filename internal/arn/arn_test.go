package arn

import (
	"regexp"
	"testing"
)

const example = "arn:aws:acm:ap-northeast-1:111111111111:certificate/example"

var certificate = regexp.MustCompile(`^certificate/.+$`)

func TestCheckReturnsTheRegion(t *testing.T) {
	for value, want := range map[string]string{
		example: "ap-northeast-1",
		"arn:aws-us-gov:acm:us-gov-west-1:111111111111:certificate/a": "us-gov-west-1",
		"arn:aws:acm:::certificate/a":                                 "",
	} {
		if got, err := Check(value, "acm", certificate, example); err != nil || got != want {
			t.Errorf("%s is in %q, %v; want %q", value, got, err, want)
		}
	}
}

func TestCheckRefuses(t *testing.T) {
	for what, value := range map[string]string{
		"nothing":             "",
		"a name":              "certificate/a",
		"another service":     "arn:aws:kms:ap-northeast-1:111111111111:certificate/a",
		"another resource":    "arn:aws:acm:ap-northeast-1:111111111111:key/a",
		"a short account":     "arn:aws:acm:ap-northeast-1:11111111111:certificate/a",
		"another partition":   "arn:azure:acm:ap-northeast-1:111111111111:certificate/a",
		"something before it": " arn:aws:acm:ap-northeast-1:111111111111:certificate/a",
	} {
		_, err := Check(value, "acm", certificate, example)
		want := `"` + value + `" is not such an ARN; use one like ` + example
		if err == nil || err.Error() != want {
			t.Errorf("%s: the error is %v, want %s", what, err, want)
		}
	}
}

func TestID(t *testing.T) {
	for _, value := range []string{"vpc-0123456789abcdef0", "vpc-01234567"} { // long, and as of before 2018
		if err := ID(value, "vpc"); err != nil {
			t.Errorf("%s is refused: %v", value, err)
		}
	}
	for what, value := range map[string]string{
		"nothing":            "",
		"the prefix alone":   "vpc-",
		"another prefix":     "subnet-0123456789abcdef0",
		"a digit missing":    "vpc-0123456789abcdef",
		"a digit too many":   "vpc-0123456789abcdef01",
		"not a digit":        "vpc-0123456789abcdefg",
		"something in front": "my vpc-0123456789abcdef0",
	} {
		want := `"` + value + `" is not such an id; use one like vpc-0123456789abcdef0`
		if err := ID(value, "vpc"); err == nil || err.Error() != want {
			t.Errorf("%s: the error is %v, want %s", what, err, want)
		}
	}
}

func TestIDTakesThePrefixLiterally(t *testing.T) {
	if ID("vpcx-01234567", "vpc.") == nil {
		t.Error("a dot in the prefix stands for anything")
	}
}

func TestUnresolved(t *testing.T) {
	for value, want := range map[string]bool{
		"${Token[TOKEN.12]}":              true,
		"arn:aws:s3:::${Token[Bucket.3]}": true,
		example:                           false,
		"${AWS::Region}":                  false,
		"":                                false,
	} {
		if got := Unresolved(value); got != want {
			t.Errorf("Unresolved(%q) is %v, want %v", value, got, want)
		}
	}
}

func TestCheckKey(t *testing.T) {
	const key = "arn:aws:kms:ap-northeast-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab"
	for value, want := range map[string]string{
		key: "ap-northeast-1",
		"arn:aws-cn:kms:cn-north-1:111111111111:key/mrk-1234abcd12ab34cd56ef1234567890ab": "cn-north-1",
	} {
		if region, err := CheckKey(value); err != nil || region != want {
			t.Errorf("%s is in %q, %v; want %q", value, region, err, want)
		}
	}
	for what, value := range map[string]string{
		"nothing":             "",
		"an id":               "1234abcd-12ab-34cd-56ef-1234567890ab",
		"an alias":            "arn:aws:kms:ap-northeast-1:111111111111:alias/logs",
		"another service":     "arn:aws:acm:ap-northeast-1:111111111111:key/1234abcd",
		"something behind it": key + "/2",
		"something before it": "arn:aws:kms:ap-northeast-1:111111111111:my-key/1234abcd",
		"no id":               "arn:aws:kms:ap-northeast-1:111111111111:key/",
	} {
		_, err := CheckKey(value)
		if want := `"` + value + `" is not such an ARN; use one like ` + key; err == nil || err.Error() != want {
			t.Errorf("%s: the error is %v, want %s", what, err, want)
		}
	}
}
