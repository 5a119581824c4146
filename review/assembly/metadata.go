package assembly

import (
	"maps"
	"slices"
	"strings"
)

// An Annotation is what was said of a construct while the app was synthesized.
type Annotation struct {
	// Path is the construct's.
	Path string
	// Level is error, warning or info.
	Level string
	// Text is what was said.
	Text string
}

// metadata is one entry of what an assembly keeps about a construct.
type metadata struct {
	Type string
	Data any
}

// note takes over what the assembly knows of the constructs that the stack's resources come from.
func (s *Stack) note(constructs map[string][]metadata) {
	if s.Paths == nil {
		s.Paths = map[string]string{}
	}
	for _, path := range slices.Sorted(maps.Keys(constructs)) {
		for _, entry := range constructs[path] {
			text, isText := entry.Data.(string)
			if !isText {
				continue
			}
			switch kind, _ := strings.CutPrefix(entry.Type, "aws:cdk:"); kind {
			case "logicalId":
				s.Paths[text] = path[1:]
			case "error", "warning", "info":
				s.Annotations = append(s.Annotations, Annotation{path[1:], kind, text})
			}
		}
	}
}
