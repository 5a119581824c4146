// Package country checks the codes of countries that AWS WAF and CloudFront tell visitors' addresses by.
package country

import (
	"slices"
	"strings"

	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
)

// codes are those that AWS WAF knows, which are CloudFront's, too: those of ISO 3166-1, and XK for Kosovo.
// Source: AWS WAF API Reference, "GeoMatchStatement".
var codes = strings.Fields(`
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA
CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA
GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP
KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS
MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS
RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW
TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW
`)

// Check adds a problem for every entry of a list that is not a country's code, or is listed twice.
func Check(field string, list []string, problems *problem.List) {
	for i, code := range list {
		at, capital := problem.Index(field, i), strings.ToUpper(code)
		there := slices.Contains(codes, capital)
		switch {
		case there && capital != code:
			problems.Addf(at, "%q is not a country's code; use %s", code, capital)
		case !there:
			problems.Addf(at, "%q is not a country's code; use two letters of ISO 3166-1, like JP", code)
		case slices.Index(list, code) < i:
			problems.Addf(at, "%s is listed twice; leave it out once", code)
		}
	}
}

// CheckBoth is Check for the only countries that are let in and those that are not.
func CheckBoth(field string, only, blocked []string, problems *problem.List) {
	if len(only) > 0 && len(blocked) > 0 {
		problems.Addf(problem.Join(field, "blocked"), "does nothing beside only, which lets no other country in; leave one of them out")
	}
	Check(problem.Join(field, "only"), only, problems)
	Check(problem.Join(field, "blocked"), blocked, problems)
}
