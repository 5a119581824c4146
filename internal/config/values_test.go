package config_test

import "testing"

func TestWrongTypes(t *testing.T) {
	refusesEach(t, []badFile{
		{"text from numbers", "account: 222222222222\ndatabase:\n  engineVersion: 17.9\n  databaseName: .inf\n" + good, []string{
			`1:10: account: 222222222222 is a number; put it in quotes: "222222222222"`,
			`3:18: database.engineVersion: 17.9 is a number; put it in quotes: "17.9"`,
			`4:17: database.databaseName: .inf is a number; put it in quotes: ".inf"`,
		}},
		{"text from a truth value", "region: true\n" + good, []string{`1:9: region: true is a truth value; put it in quotes: "true"`}},
		{"text from a list", "region: [eu-west-1]\n" + good, []string{"1:1: region: […] is a list; write a text"}},
		{"text from a mapping", "region:\n  name: eu-west-1\n" + good, []string{"1:1: region: {…} is a mapping; write a text"}},
		{"text with a token of the CDK", "web:\n  certificateArn: ${Token[AWS.Region.4]}\n", []string{
			`2:19: web.certificateArn: "${Token[AWS.Region.4]}" has a token of the CDK in it, which only a program can; write the value itself`,
		}},
		{"whole number from others", `web:
  allowPlainHttp: true
  port: "80"
  minCapacity: 2.5
  maxCapacity: four
  stickinessSeconds: true
  rootVolumeGiB: [20]
  desiredCapacity: {a: 1}
  deregistrationDelaySeconds: 1e3
`, []string{
			`3:9: web.port: "80" is a text; write a whole number`,
			"4:16: web.minCapacity: 2.5 is a number; write a whole number",
			`5:16: web.maxCapacity: "four" is a text; write a whole number`,
			"6:22: web.stickinessSeconds: true is a truth value; write a whole number",
			"7:3: web.rootVolumeGiB: […] is a list; write a whole number",
			"8:3: web.desiredCapacity: {…} is a mapping; write a whole number",
			`9:31: web.deregistrationDelaySeconds: "1e3" is a text; write a whole number`,
		}},
		{"truth value from others", `disableTerminationProtection: "true"
web:
  allowPlainHttp: yes
  ipv6: 0
  singleServer: [true]
  allowAllOutbound: {a: b}
`, []string{
			`1:31: disableTerminationProtection: "true" is a text; write true or false`,
			`3:19: web.allowPlainHttp: "yes" is a text; write true or false`,
			"4:9: web.ipv6: 0 is a number; write true or false",
			"5:3: web.singleServer: […] is a list; write true or false",
			"6:3: web.allowAllOutbound: {…} is a mapping; write true or false",
		}},
		{"list from others", "network:\n  zones: ap-northeast-1a\n  elasticIps: 5\n  interfaceEndpoints: {ssm: true}\n" + good, []string{
			`2:10: network.zones: "ap-northeast-1a" is a text; write a list like [a, b]`,
			"3:15: network.elasticIps: 5 is a number; write a list like [a, b]",
			"4:3: network.interfaceEndpoints: {…} is a mapping; write a list like [a, b]",
		}},
		{"elements of a list", "network:\n  interfaceEndpoints:\n    - 1\n    -\n    - [ssm]\n    - logs\n" + good, []string{
			`3:7: network.interfaceEndpoints[0]: 1 is a number; put it in quotes: "1"`,
			"4:6: network.interfaceEndpoints[1]: has no value; write a text",
			"5:7: network.interfaceEndpoints[2]: […] is a list; write a text",
		}},
		{"table from others", "tags: [a, b]\ndatabase: {parameters: 5}\n" + good, []string{
			"1:1: tags: […] is a list; write keys and values",
			"2:24: database.parameters: 5 is a number; write keys and values",
		}},
		{"elements of a table", "tags:\n  a: [x]\n  b:\n  c: {d: e}\n  f: .inf\n" + good, []string{
			"2:3: tags.a: […] is a list; write a text",
			"3:5: tags.b: has no value; write a text",
			"4:3: tags.c: {…} is a mapping; write a text",
			`5:6: tags.f: .inf is a number; put it in quotes: ".inf"`,
		}},
		{"section from others", "network: 10.0.0.0/16\ndatabase: [mysql]\nweb: true\n", []string{
			`1:10: network: "10.0.0.0/16" is a text; write keys and values`,
			"2:1: database: […] is a list; write keys and values",
			"3:6: web: true is a truth value; write keys and values",
		}},
		{"a long text is shortened", "web: {allowPlainHttp: true, port: あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろ}\n", []string{
			`1:35: web.port: "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらり…" is a text; write a whole number`,
		}},
		{"Windows line ends", "web: {allowPlainHttp: true}\r\nregion: 5\r\n", []string{`2:9: region: 5 is a number; put it in quotes: "5"`}},
	})
}

func TestNumbersOutOfRange(t *testing.T) {
	refusesEach(t, []badFile{
		{"below", "web: {allowPlainHttp: true, port: -1}\n", []string{"1:35: web.port: -1 is out of range; use 1 to 65535"}},
		{"above", "web: {allowPlainHttp: true, port: 65536}\n", []string{"1:35: web.port: 65536 is out of range; use 1 to 65535"}},
		{"a zero that would mean the default", "database: {backupRetentionDays: 0}\n" + good, []string{"1:33: database.backupRetentionDays: 0 is out of range; use 1 to 35"}},
		{"the largest of 64 bits", "web: {allowPlainHttp: true, port: 9223372036854775807}\n", []string{"1:35: web.port: 9223372036854775807 is out of range; use 1 to 65535"}},
		{"one bit more", "web: {allowPlainHttp: true, port: 18446744073709551615}\n", []string{"1:35: web.port: 18446744073709551615 is out of range; use 1 to 65535"}},
		{"beyond 64 bits", "web: {allowPlainHttp: true, port: 99999999999999999999999}\n", []string{"1:35: web.port: 99999999999999999999999 is out of range; use 1 to 65535"}},
		{"far below", "web: {allowPlainHttp: true, port: -99999999999999999999999}\n", []string{"1:35: web.port: -99999999999999999999999 is out of range; use 1 to 65535"}},
	})
}

// What could not be read is an empty field for Validate, which must not complain about that too.
func TestUnreadFieldsAreComplainedAboutOnce(t *testing.T) {
	refusesEach(t, []badFile{
		{"a field", "web: {certificateArn: [x]}\n", []string{"1:7: web.certificateArn: […] is a list; write a text"}},
		{"around it", "web: [x]\n", []string{"1:1: web: […] is a list; write keys and values"}},
		{"in it", "network:\n  zones:\n    - 1\n    - ap-northeast-1a\n" + goodInTokyo, []string{`3:7: network.zones[0]: 1 is a number; put it in quotes: "1"`}},
		{"a truth value that was meant", "web: {allowPlainHttp: \"Yes\"}\n", []string{`1:23: web.allowPlainHttp: "Yes" is a text; write true or false`}},
		{"but one that only starts alike is", "web: {allowPlainHttp: true, minCapacity: x, maxCapacity: 1}\n", []string{
			`1:42: web.minCapacity: "x" is a text; write a whole number`,
			"1:58: web.maxCapacity: 1 is less than minCapacity 2; use 2 or more",
		}},
		{"a text that was meant", "network: {zones: [1, ap-northeast-1c]}\ndatabase: {singleZone: true, zone: ap-northeast-1a}\n" + goodInTokyo, []string{
			`1:19: network.zones[0]: 1 is a number; put it in quotes: "1"`,
			"2:36: database.zone: ap-northeast-1a is not one of the network's zones; use 1 or ap-northeast-1c",
		}},
		{"and its neighbors are", "web: {allowPlainHttp: no}\n", []string{
			"1:1: web.certificateArn: missing; give the ARN of a certificate, or say allowPlainHttp: true to serve without TLS",
			`1:23: web.allowPlainHttp: "no" is a text; write true or false`,
		}},
	})
}
