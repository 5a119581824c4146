package assembly

import (
	"fmt"
	"strings"
)

// Target returns the resource that a value refers to, by Ref or Fn::GetAtt, directly or through the output of another
// stack. It returns nil when the value refers to none.
func (a *Assembly) Target(from *Stack, value any) *Resource {
	if from == nil {
		return nil
	}
	function, argument := intrinsic(value)
	switch function {
	case "Ref":
		id, _ := argument.(string)
		return from.Resources[id]
	case "Fn::GetAtt":
		if parts, ok := argument.([]any); ok && len(parts) > 0 {
			id, _ := parts[0].(string)
			return from.Resources[id]
		}
		id, _ := argument.(string)
		id, _, _ = strings.Cut(id, ".")
		return from.Resources[id]
	case "Fn::GetStackOutput":
		arguments, _ := argument.(map[string]any)
		producer := a.stack(arguments["StackName"])
		if producer == nil {
			return nil
		}
		output, _ := arguments["OutputName"].(string)
		return a.Target(producer, producer.Outputs[output].Value)
	case "Fn::ImportValue":
		for _, producer := range a.Stacks {
			for _, output := range producer.Outputs {
				if output.Export.Name != nil && output.Export.Name == argument {
					return a.Target(producer, output.Value)
				}
			}
		}
	}
	return nil
}

// Targets returns the resources that a list of values refers to; those that it cannot find are nil.
func (a *Assembly) Targets(from *Stack, list any) []*Resource {
	values, _ := list.([]any)
	targets := make([]*Resource, len(values))
	for i, value := range values {
		targets[i] = a.Target(from, value)
	}
	return targets
}

// Zone returns the name of the Availability Zone that a property names: written out, relative to the Region, or as one of
// those that AWS lists, which is called "zone 1", "zone 2", …
func Zone(stack *Stack, value any) string {
	if name, ok := value.(string); ok {
		return name
	}
	switch function, argument := intrinsic(value); function {
	case "Fn::Sub":
		text, _ := argument.(string)
		return strings.ReplaceAll(text, "${AWS::Region}", stack.Region)
	case "Fn::Join":
		parts, _ := argument.([]any)
		if len(parts) != 2 {
			return ""
		}
		pieces, _ := parts[1].([]any)
		var name strings.Builder
		for _, piece := range pieces {
			if _, region := intrinsic(piece); region == "AWS::Region" {
				piece = stack.Region
			}
			fmt.Fprint(&name, piece)
		}
		return name.String()
	case "Fn::Select":
		parts, _ := argument.([]any)
		if len(parts) != 2 {
			return ""
		}
		if list, _ := intrinsic(parts[1]); list != "Fn::GetAZs" {
			return ""
		}
		var index int
		if _, err := fmt.Sscan(fmt.Sprint(parts[0]), &index); err != nil {
			return ""
		}
		return fmt.Sprintf("zone %d", index+1)
	}
	return ""
}

func (a *Assembly) stack(name any) *Stack {
	for _, stack := range a.Stacks {
		if stack.Name == name {
			return stack
		}
	}
	return nil
}

// intrinsic splits a call of an intrinsic function.
func intrinsic(value any) (function string, argument any) {
	call, ok := value.(map[string]any)
	if !ok || len(call) != 1 {
		return "", nil
	}
	for function, argument = range call {
	}
	return function, argument
}
