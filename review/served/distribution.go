package served

import (
	"fmt"
	"slices"

	"github.com/evenkeel-cdk/evenkeel/review/assembly"
)

// distribution asks a distribution by one of its names.
func (s *Site) distribution(distribution *assembly.Resource, r Request) (Answer, error) {
	aliases, _ := configOf(distribution)["Aliases"].([]any)
	if !slices.ContainsFunc(aliases, func(alias any) bool { return matches(alias, r.Host) }) {
		return Answer{Status: 403, By: "distribution"}, nil
	}
	return s.visit(distribution, r)
}

func configOf(distribution *assembly.Resource) map[string]any {
	config, _ := distribution.Properties["DistributionConfig"].(map[string]any)
	return config
}

// visit follows a request through the behaviour of its path, and shows what the distribution has for errors.
func (s *Site) visit(distribution *assembly.Resource, r Request) (Answer, error) {
	behaviour := behaviourOf(distribution, r.Path)
	if r.Scheme == "http" {
		switch behaviour["ViewerProtocolPolicy"] {
		case "redirect-to-https":
			return Answer{Status: 301, By: "distribution", Headers: map[string]string{"location": "https://" + r.Host + r.Path}}, nil
		case "https-only":
			return Answer{Status: 403, By: "distribution"}, nil
		}
	}
	associations, _ := behaviour["FunctionAssociations"].([]any)
	for _, a := range associations {
		association, _ := a.(map[string]any)
		function := s.Target(distribution.Stack, association["FunctionARN"])
		if association["EventType"] != "viewer-request" || function == nil {
			return Answer{}, fmt.Errorf("served: %s has a function that is unknown", distribution)
		}
		code, _ := function.Properties["FunctionCode"].(string)
		answer, answers, err := s.Run(code, r)
		if err != nil || answers {
			answer.By = "distribution"
			return answer, err
		}
	}
	answer, err := s.origin(distribution, behaviour, r)
	if err != nil || answer.Status < 400 {
		return answer, err
	}
	return s.errorPage(distribution, r, answer)
}

// behaviourOf is the first behaviour whose pattern fits a path, or the default one.
func behaviourOf(distribution *assembly.Resource, path string) map[string]any {
	behaviours, _ := configOf(distribution)["CacheBehaviors"].([]any)
	for _, b := range behaviours {
		if behaviour, _ := b.(map[string]any); matches(behaviour["PathPattern"], path) {
			return behaviour
		}
	}
	behaviour, _ := configOf(distribution)["DefaultCacheBehavior"].(map[string]any)
	return behaviour
}

// errorPage is what is shown for an answer that is an error: the page that the distribution has for it or, when that cannot be got
// either, what its origin says.
// Source: Amazon CloudFront Developer Guide, "Generate custom error responses".
func (s *Site) errorPage(distribution *assembly.Resource, r Request, answer Answer) (Answer, error) {
	responses, _ := configOf(distribution)["CustomErrorResponses"].([]any)
	for _, e := range responses {
		response, _ := e.(map[string]any)
		path, _ := response["ResponsePagePath"].(string)
		if number(response["ErrorCode"]) != answer.Status || path == "" {
			continue
		}
		behaviour := behaviourOf(distribution, path)
		if functions, _ := behaviour["FunctionAssociations"].([]any); len(functions) > 0 {
			return Answer{}, fmt.Errorf("served: %s has a function at its error page, and whether it runs is unknown", distribution)
		}
		asked := r
		asked.Path = path
		page, err := s.origin(distribution, behaviour, asked)
		if err == nil && page.Status < 400 {
			page.Status, page.By = number(response["ResponseCode"]), "distribution"
		}
		return page, err
	}
	return answer, nil
}
