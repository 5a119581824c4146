package served

import (
	"cmp"
	"fmt"
	"net/netip"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/evenkeel-cdk/evenkeel/review/assembly"
)

var ports = map[string]int{"http": 80, "https": 443}

// balancer asks a load balancer: the listener of the port, the first of its rules that fits, or its default.
func (s *Site) balancer(balancer *assembly.Resource, r Request) (Answer, error) {
	var found *assembly.Resource
	for _, listener := range s.All("AWS::ElasticLoadBalancingV2::Listener") {
		if s.Target(listener.Stack, listener.Properties["LoadBalancerArn"]) == balancer && number(listener.Properties["Port"]) == ports[r.Scheme] {
			found = listener
		}
	}
	letsIn, err := s.letsIn(balancer, r, ports[r.Scheme])
	switch {
	case err != nil:
		return Answer{}, err
	case s.Gone || !letsIn:
		return Answer{By: "nobody"}, nil
	case found == nil:
		return Answer{}, fmt.Errorf("served: %s does not listen to %s", balancer, r.Scheme)
	case !s.certified(found, r.certified):
		return Answer{Status: 502, By: "distribution"}, nil
	}
	var rules []*assembly.Resource
	for _, rule := range s.All("AWS::ElasticLoadBalancingV2::ListenerRule") {
		if s.Target(rule.Stack, rule.Properties["ListenerArn"]) == found {
			rules = append(rules, rule)
		}
	}
	slices.SortFunc(rules, func(a, b *assembly.Resource) int {
		return cmp.Compare(number(a.Properties["Priority"]), number(b.Properties["Priority"]))
	})
	for _, rule := range rules {
		fits, err := all(rule, r)
		if err != nil {
			return Answer{}, err
		}
		if fits {
			return s.act(rule, rule.Properties["Actions"], r)
		}
	}
	return s.act(found, found.Properties["DefaultActions"], r)
}

// all reports whether a request meets all conditions of a rule.
func all(rule *assembly.Resource, r Request) (bool, error) {
	conditions, _ := rule.Properties["Conditions"].([]any)
	for _, c := range conditions {
		condition, _ := c.(map[string]any)
		config := func(name string) []any {
			c, _ := condition[name].(map[string]any)
			values, _ := c["Values"].([]any)
			return values
		}
		var fits bool
		switch condition["Field"] {
		case "http-header":
			header, _ := condition["HttpHeaderConfig"].(map[string]any)
			name, _ := header["HttpHeaderName"].(string)
			value, given := r.Headers[strings.ToLower(name)]
			fits = given && slices.ContainsFunc(config("HttpHeaderConfig"), func(v any) bool { return matches(v, value) })
		case "host-header":
			fits = slices.ContainsFunc(config("HostHeaderConfig"), func(v any) bool { return matches(v, r.Host) })
		case "path-pattern":
			fits = slices.ContainsFunc(config("PathPatternConfig"), func(v any) bool { return matches(v, r.Path) })
		case "source-ip":
			fits = slices.ContainsFunc(config("SourceIpConfig"), func(v any) bool {
				text, _ := v.(string)
				prefix, err := netip.ParsePrefix(text)
				return err == nil && prefix.Contains(r.From)
			})
		default:
			return false, fmt.Errorf("served: %s has the condition %v, which is unknown", rule, condition["Field"])
		}
		if !fits {
			return false, nil
		}
	}
	return true, nil
}

// matches reports whether a text fits a pattern, whose asterisks stand for any letters.
func matches(pattern any, text string) bool {
	p, _ := pattern.(string)
	// A slash is a letter as any other here.
	const other = "\x00"
	fits, err := path.Match(strings.ReplaceAll(p, "/", other), strings.ReplaceAll(text, "/", other))
	return err == nil && fits
}

// act does what a listener or a rule says.
func (s *Site) act(of *assembly.Resource, actions any, r Request) (Answer, error) {
	list, _ := actions.([]any)
	if len(list) != 1 {
		return Answer{}, fmt.Errorf("served: %s has %d actions", of, len(list))
	}
	action, _ := list[0].(map[string]any)
	switch action["Type"] {
	case "forward":
		if s.Healthy {
			return Answer{Status: 200, By: "site"}, nil
		}
		return Answer{Status: 503, By: "load balancer"}, nil // or 502, or 504
	case "fixed-response":
		config, _ := action["FixedResponseConfig"].(map[string]any)
		body, _ := config["MessageBody"].(string)
		kind, _ := config["ContentType"].(string)
		return Answer{Status: number(config["StatusCode"]), By: "load balancer", Body: body, Headers: map[string]string{"content-type": kind}}, nil
	case "redirect":
		config, _ := action["RedirectConfig"].(map[string]any)
		host, scheme := r.Host, r.Scheme
		if h, ok := config["Host"].(string); ok && h != "#{host}" {
			host = h
		}
		if p, ok := config["Protocol"].(string); ok && p != "#{protocol}" {
			scheme = strings.ToLower(p)
		}
		status := 302
		if config["StatusCode"] == "HTTP_301" {
			status = 301
		}
		return Answer{Status: status, By: "load balancer", Headers: map[string]string{"location": scheme + "://" + host + r.Path}}, nil
	}
	return Answer{}, fmt.Errorf("served: %s does %v, which is unknown", of, action["Type"])
}

// number reads a number that a template may have as a text.
func number(value any) int {
	n, err := strconv.ParseFloat(fmt.Sprint(value), 64)
	if err != nil {
		return 0
	}
	return int(n)
}
