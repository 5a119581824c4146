// Package logs knows which retention periods CloudWatch Logs offers.
package logs

import (
	"fmt"
	"slices"
)

// Source: Amazon CloudWatch Logs API Reference, "PutRetentionPolicy".
var periods = []int{1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653}

// Offered reports whether CloudWatch Logs can keep events for that many days.
func Offered(days int) bool {
	return slices.Contains(periods, days)
}

// Refusal says which periods around days are offered.
func Refusal(days int) string {
	i, _ := slices.BinarySearch(periods, days)
	switch {
	case i == 0:
		return fmt.Sprintf("%d is not a period that CloudWatch Logs offers; use %d", days, periods[0])
	case i == len(periods):
		return fmt.Sprintf("%d is not a period that CloudWatch Logs offers; use %d", days, periods[i-1])
	default:
		return fmt.Sprintf("%d is not a period that CloudWatch Logs offers; use %d or %d", days, periods[i-1], periods[i])
	}
}
