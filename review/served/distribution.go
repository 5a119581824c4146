package served

import (
	"fmt"
	"slices"

	"github.com/evenkeel-cdk/evenkeel/review/assembly"
)

// distribution asks a distribution, whose only behaviour must be the default one.
func (s *Site) distribution(distribution *assembly.Resource, r Request) (Answer, error) {
	config, _ := distribution.Properties["DistributionConfig"].(map[string]any)
	aliases, _ := config["Aliases"].([]any)
	if !slices.ContainsFunc(aliases, func(alias any) bool { return matches(alias, r.Host) }) {
		return Answer{Status: 403, By: "distribution"}, nil
	}
	if more, _ := config["CacheBehaviors"].([]any); len(more) > 0 {
		return Answer{}, fmt.Errorf("served: %s has behaviours of paths, which are unknown", distribution)
	}
	behaviour, _ := config["DefaultCacheBehavior"].(map[string]any)
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
	return Answer{}, fmt.Errorf("served: %s asks an origin, which is unknown", distribution)
}
