// Package zone reads the names of Availability Zones and Regions.
package zone

import (
	"fmt"
	"regexp"
)

var (
	regionName = regexp.MustCompile(`^[a-z]{2}(-[a-z]+)+-\d$`)
	zoneName   = regexp.MustCompile(`^([a-z]{2}(?:-[a-z]+)+-\d)([a-h])$`)
)

// IsRegion reports whether name has the form of a Region's name.
func IsRegion(name string) bool {
	return regionName.MatchString(name)
}

// Parse splits the name of an Availability Zone into its Region and its letter's index: ap-northeast-1c is
// ap-northeast-1 and 2. Local Zones and Wavelength Zones are refused: they cannot hold a Multi-AZ database.
func Parse(name string) (region string, index int, err error) {
	m := zoneName.FindStringSubmatch(name)
	if m == nil {
		return "", 0, fmt.Errorf("%q is not the name of an Availability Zone; use one like ap-northeast-1a", name)
	}
	return m[1], int(m[2][0] - 'a'), nil
}

// Template returns the name for an Fn::Sub in a stack of the zone's Region: ap-northeast-1a is ${AWS::Region}a. A zone's
// name written out makes every linter complain that the template cannot be used elsewhere.
func Template(name string) string {
	return "${AWS::Region}" + name[len(name)-1:]
}
