package logs

import "testing"

func TestOffered(t *testing.T) {
	for days, want := range map[int]bool{0: false, 1: true, 2: false, 90: true, 91: false, 365: true, 366: false, 3653: true, 3654: false} {
		if got := Offered(days); got != want {
			t.Errorf("Offered(%d) is %v, want %v", days, got, want)
		}
	}
}

func TestRefusalNamesTheNearestPeriods(t *testing.T) {
	for days, want := range map[int]string{
		-1:   "-1 is not a period that CloudWatch Logs offers; use 1",
		2:    "2 is not a period that CloudWatch Logs offers; use 1 or 3",
		100:  "100 is not a period that CloudWatch Logs offers; use 90 or 120",
		366:  "366 is not a period that CloudWatch Logs offers; use 365 or 400",
		3652: "3652 is not a period that CloudWatch Logs offers; use 3288 or 3653",
		4000: "4000 is not a period that CloudWatch Logs offers; use 3653",
	} {
		if got := Refusal(days); got != want {
			t.Errorf("the refusal of %d is %q, want %q", days, got, want)
		}
	}
}
