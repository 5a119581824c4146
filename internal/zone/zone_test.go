package zone

import "testing"

func TestParse(t *testing.T) {
	for name, want := range map[string]struct {
		region string
		index  int
	}{
		"ap-northeast-1a": {"ap-northeast-1", 0},
		"ap-northeast-1c": {"ap-northeast-1", 2},
		"us-east-1f":      {"us-east-1", 5},
		"us-gov-west-1h":  {"us-gov-west-1", 7},
	} {
		region, index, err := Parse(name)
		if err != nil || region != want.region || index != want.index {
			t.Errorf("%s is read as %s, %d, %v; want %s, %d", name, region, index, err, want.region, want.index)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for what, name := range map[string]string{
		"nothing":                    "",
		"a Region":                   "ap-northeast-1",
		"a zone's id":                "apne1-az4",
		"a letter after the last":    "us-east-1i",
		"a capital letter":           "us-east-1A",
		"a Local Zone":               "us-east-1-bos-1a",
		"a Wavelength Zone":          "ap-northeast-1-wl1-nrt-wlz-1",
		"what comes before":          "x ap-northeast-1a",
		"what comes after":           "ap-northeast-1a,ap-northeast-1c",
		"a zone without a direction": "ap-1a",
		"a token of the CDK":         "${Token[TOKEN.1]}",
	} {
		_, _, err := Parse(name)
		want := `"` + name + `" is not the name of an Availability Zone; use one like ap-northeast-1a`
		if err == nil || err.Error() != want {
			t.Errorf("%s: the error is %v, want %s", what, err, want)
		}
	}
}

func TestTemplateLeavesTheRegionToTheStack(t *testing.T) {
	if got := Template("ap-northeast-1c"); got != "${AWS::Region}c" {
		t.Errorf("the template is %s, want ${AWS::Region}c", got)
	}
}

func TestIsRegion(t *testing.T) {
	for name, want := range map[string]bool{
		"ap-northeast-1":  true,
		"us-gov-east-1":   true,
		"ap-northeast-1a": false,
		"ap-northeast":    false,
		"tokyo":           false,
		"":                false,
	} {
		if got := IsRegion(name); got != want {
			t.Errorf("IsRegion(%q) is %v, want %v", name, got, want)
		}
	}
}
