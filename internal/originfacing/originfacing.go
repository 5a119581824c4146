// Package originfacing knows the prefix lists of the addresses from which CloudFront asks origins.
package originfacing

// Name is what AWS calls the list in every Region.
const Name = "com.amazonaws.global.cloudfront.origin-facing"

// lists are the ids by Region, which the API tells but no page of AWS lists. Each was seen in two public repositories of
// different people at least; Regions for which that is not so are left out. An id never changes.
var lists = map[string]string{
	"af-south-1":     "pl-c0aa4fa9",
	"ap-east-1":      "pl-14b2577d",
	"ap-northeast-1": "pl-58a04531",
	"ap-northeast-2": "pl-22a6434b",
	"ap-northeast-3": "pl-31a14458",
	"ap-south-1":     "pl-9aa247f3",
	"ap-southeast-1": "pl-31a34658",
	"ap-southeast-2": "pl-b8a742d1",
	"ca-central-1":   "pl-38a64351",
	"eu-central-1":   "pl-a3a144ca",
	"eu-north-1":     "pl-fab65393",
	"eu-west-1":      "pl-4fa04526",
	"eu-west-2":      "pl-93a247fa",
	"eu-west-3":      "pl-75b1541c",
	"sa-east-1":      "pl-5da64334",
	"us-east-1":      "pl-3b927c52",
	"us-east-2":      "pl-b6a144df",
	"us-west-1":      "pl-4ea04527",
	"us-west-2":      "pl-82a045eb",
}

// In returns the id of the list in a Region, or "" when it is not known.
func In(region string) string { return lists[region] }
