package config

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"

	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
)

// An entry is a key of a mapping and what it has.
type entry struct {
	name     string
	position *token.Position
	value    ast.Node
}

// entries returns what a mapping holds, and reports whether the node is one. Keys that are none are left out.
func (d *decoder) entries(node ast.Node, field string) ([]entry, bool) {
	var values []*ast.MappingValueNode
	switch n := node.(type) {
	case *ast.MappingNode:
		values = n.Values
	case *ast.MappingValueNode:
		values = []*ast.MappingValueNode{n}
	default:
		d.report(field, "%s is %s; write keys and values", source(node), kind(node))
		return nil, false
	}
	var all []entry
	lines := map[string]int{}
	for _, v := range values {
		at := v.Key.GetToken().Position
		name, err := key(v.Key)
		if err != nil {
			d.reportAt(at, field, "%v", err)
			continue
		}
		if line, twice := lines[name]; twice {
			d.reportAt(at, problem.Join(field, name), "is given twice; line %d has it too", line)
			continue
		}
		lines[name] = at.Line
		all = append(all, entry{name, at, v.Value})
	}
	return all, true
}

// key returns the name that a key stands for.
func key(node ast.MapKeyNode) (string, error) {
	if node.IsMergeKey() {
		return "", fmt.Errorf("<< is not supported; write the keys out")
	}
	if name, ok := text(node); ok && name != "" {
		return name, nil
	}
	switch node.(type) {
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		return node.GetToken().Value, nil
	default:
		return "", fmt.Errorf("this key is not a word; write one like key: value")
	}
}

// anchors are the nodes of a document that it gives names to, in the order in which it does.
type anchors []*ast.AnchorNode

// Visit collects the anchors of a node.
func (a *anchors) Visit(node ast.Node) ast.Visitor {
	if n, ok := node.(*ast.AnchorNode); ok {
		*a = append(*a, n)
	}
	return a
}

// before returns what a name stands for where the token is: the closest anchor before it.
func (a anchors) before(at *token.Token, name string) ast.Node {
	var found ast.Node
	for _, n := range a {
		if n.Name.GetToken().Value == name && n.GetToken().Position.Offset < at.Position.Offset {
			found = n.Value
		}
	}
	return found
}

// resolve follows anchors, aliases and tags to the node that they stand for, or reports that they stand for nothing.
func (d *decoder) resolve(node ast.Node, field string) (ast.Node, bool) {
	const tooMany = 10 // an anchor can be in itself
	for range tooMany {
		switch n := node.(type) {
		case *ast.AnchorNode:
			node = n.Value
		case *ast.TagNode:
			node = n.Value
		case *ast.AliasNode:
			at, name := n.GetToken(), n.Value.GetToken().Value
			if node = d.anchors.before(at, name); node == nil {
				d.reportAt(at.Position, field, "*%[1]s stands for nothing; put &%[1]s before the value that it repeats", name)
				return nil, false
			}
		case nil:
			return ast.Null(token.New("null", "null", &token.Position{Line: 1, Column: 1})), true
		default:
			return node, true
		}
	}
	d.report(field, "stands for itself; write the value out")
	return nil, false
}

// start returns the place of a node's first character. The token of a mapping is its first colon, or its brace.
func start(node ast.Node) *token.Position {
	switch n := node.(type) {
	case *ast.MappingNode:
		if !n.IsFlowStyle && len(n.Values) > 0 {
			return start(n.Values[0])
		}
	case *ast.MappingValueNode:
		return n.Key.GetToken().Position
	}
	return node.GetToken().Position
}

// scalar reports whether a node is a value by itself, no list and no mapping.
func scalar(node ast.Node) bool {
	_, ok := node.(ast.ScalarNode)
	return ok
}

func text(node ast.Node) (string, bool) {
	switch n := node.(type) {
	case *ast.StringNode:
		return n.Value, true
	case *ast.LiteralNode:
		return n.Value.Value, true
	default:
		return "", false
	}
}

// integer returns a whole number of any size: go-yaml takes those beyond 64 bits for texts.
func integer(node ast.Node) (*big.Int, bool) {
	switch n := node.(type) {
	case *ast.IntegerNode:
	case *ast.StringNode:
		if n.GetToken().Type != token.StringType { // in quotes
			return nil, false
		}
	default:
		return nil, false
	}
	return new(big.Int).SetString(node.GetToken().Value, 0)
}

// source is a node as a message shows it.
func source(node ast.Node) string {
	switch node.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		return "{…}"
	case *ast.SequenceNode:
		return "[…]"
	case *ast.StringNode, *ast.LiteralNode:
		s, _ := text(node)
		const longest = 40
		if runes := []rune(s); len(runes) > longest {
			s = string(runes[:longest]) + "…"
		}
		return fmt.Sprintf("%q", s)
	default:
		return strings.TrimSpace(node.GetToken().Value)
	}
}

func kind(node ast.Node) string {
	switch node.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		return "a mapping"
	case *ast.SequenceNode:
		return "a list"
	case *ast.StringNode, *ast.LiteralNode:
		return "a text"
	case *ast.BoolNode:
		return "a truth value"
	case *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		return "a number"
	default:
		return "not a value"
	}
}
