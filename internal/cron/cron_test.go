package cron

import "testing"

func TestCheckAccepts(t *testing.T) {
	for _, expression := range []string{
		"0 8 * * *", "0 8 * * MON-FRI", "*/15 0-6/2 1,15 jan,JUL 0", "59 23 31 12 7", "  0\t8 * *  sun ", "0 8 * * 1-5",
	} {
		if err := Check(expression); err != nil {
			t.Errorf("%q: %v", expression, err)
		}
	}
}

func TestCheckRefuses(t *testing.T) {
	for expression, want := range map[string]string{
		"":                  `"" has 0 fields; use five, like 0 8 * * MON-FRI: minute, hour, day of the month, month, day of the week`,
		"cron(0 8 * * ? *)": `"cron(0 8 * * ? *)" has 6 fields; use five, like 0 8 * * MON-FRI: minute, hour, day of the month, month, day of the week`,
		"60 8 * * *":        `"60" is no minute; use 0 to 59, a range like 0-59, a step like */2, or *`,
		"0 24 * * *":        `"24" is no hour; use 0 to 23, a range like 0-23, a step like */2, or *`,
		"0 8 0 * *":         `"0" is no day of the month; use 1 to 31, a range like 1-31, a step like */3, or *`,
		"0 8 * 13 *":        `"13" is no month; use 1 to 12, a range like 1-12, a step like */3, or *`,
		"0 8 * 0 *":         `"0" is no month; use 1 to 12, a range like 1-12, a step like */3, or *`,
		"0 8 * * 8":         `"8" is no day of the week; use 0 to 7, a range like 0-7, a step like */2, or *`,
		"0 8 * * FRI-MON":   `"FRI-MON" is no day of the week; use 0 to 7, a range like 0-7, a step like */2, or *`,
		"0 8 ? * *":         `"?" is no day of the month; use 1 to 31, a range like 1-31, a step like */3, or *`,
		"0 8,x * * *":       `"x" is no hour; use 0 to 23, a range like 0-23, a step like */2, or *`,
		"5/10 8 * * *":      `"5/10" is no minute; use 0 to 59, a range like 0-59, a step like */2, or *`,
		"*/0 8 * * *":       `"*/0" is no minute; use 0 to 59, a range like 0-59, a step like */2, or *`,
		"*/60 8 * * *":      `"*/60" is no minute; use 0 to 59, a range like 0-59, a step like */2, or *`,
		"*/x 8 * * *":       `"*/x" is no minute; use 0 to 59, a range like 0-59, a step like */2, or *`,
		"+5 8 * * *":        `"+5" is no minute; use 0 to 59, a range like 0-59, a step like */2, or *`,
		"0-60 8 * * *":      `"0-60" is no minute; use 0 to 59, a range like 0-59, a step like */2, or *`,
		"0 8 * JANUARY *":   `"JANUARY" is no month; use 1 to 12, a range like 1-12, a step like */3, or *`,
	} {
		if err := Check(expression); err == nil || err.Error() != want {
			t.Errorf("%q: the error is %v, want %s", expression, err, want)
		}
	}
}

func TestCheckZone(t *testing.T) {
	for _, name := range []string{"Etc/UTC", "UTC", "Asia/Tokyo", "America/Argentina/Buenos_Aires", "Etc/GMT+9", "EST5EDT"} {
		if err := CheckZone(name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, name := range []string{"", "Local", "Tokyo", "../Asia/Tokyo", "JST"} {
		want := `"` + name + `" is not a time zone; use one like Asia/Tokyo`
		if err := CheckZone(name); err == nil || err.Error() != want {
			t.Errorf("the error is %v, want %s", err, want)
		}
	}
}
