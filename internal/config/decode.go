package config

import (
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/agnivade/levenshtein"
	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
	"github.com/evenkeel-cdk/evenkeel/internal/props"
)

// A decoder sets the fields of a struct from YAML and remembers where each came from. go-yaml's own decoder stops at the
// first unknown key or wrong type; this one reads on and reports them all.
type decoder struct {
	file      string
	positions map[string]*token.Position // by field
	anchors   map[string]ast.Node
	problems  []*Problem
}

func newDecoder(file string) *decoder {
	return &decoder{file: file, positions: map[string]*token.Position{}, anchors: map[string]ast.Node{}}
}

// decode reports whether the source was a mapping, so that it makes sense to look at what it says.
func (d *decoder) decode(source []byte, into any) bool {
	file, err := parser.ParseBytes(source, 0)
	if err != nil {
		d.syntaxError(err)
		return false
	}
	var bodies []ast.Node
	for _, doc := range file.Docs {
		if doc.Body != nil {
			bodies = append(bodies, doc.Body)
		}
	}
	switch len(bodies) {
	case 0:
		d.report("", "the file is empty; write down at least web.certificateArn, or web.allowPlainHttp: true")
		return false
	case 1:
	default:
		d.reportAt(bodies[1].GetToken().Position, "", "a second document; keep one environment in each file")
		return false
	}
	return d.structure(bodies[0], "", reflect.ValueOf(into).Elem())
}

func (d *decoder) syntaxError(err error) {
	var located yaml.Error
	if errors.As(err, &located) && located.GetToken() != nil {
		d.reportAt(located.GetToken().Position, "", "this is not YAML: %s", located.GetMessage())
		return
	}
	d.report("", "this is not YAML: %v", err)
}

// report adds a problem at the place of a field, or of the closest one around it that the file has.
func (d *decoder) report(field, format string, args ...any) {
	at := &token.Position{Line: 1, Column: 1}
	for around := field; around != ""; around = parent(around) {
		if position, ok := d.positions[around]; ok {
			at = position
			break
		}
	}
	d.reportAt(at, field, format, args...)
}

func (d *decoder) reportAt(at *token.Position, field, format string, args ...any) {
	d.problems = append(d.problems, &Problem{d.file, at.Line, at.Column, problem.Problem{Field: field, Message: fmt.Sprintf(format, args...)}})
}

func parent(field string) string {
	return field[:max(strings.LastIndexAny(field, ".["), 0)]
}

// value sets a value from a node.
func (d *decoder) value(node ast.Node, field string, into reflect.Value) {
	node = d.resolve(node)
	if node == nil || node.Type() == ast.NullType {
		return // nothing written means the default
	}
	d.positions[field] = node.GetToken().Position
	switch into.Kind() {
	case reflect.Struct:
		d.structure(node, field, into)
	case reflect.Slice:
		d.list(node, field, into)
	case reflect.Map:
		d.table(node, field, into)
	case reflect.String:
		d.text(node, field, into)
	case reflect.Int:
		n, ok := integer(node)
		if !ok {
			d.report(field, "%s is %s; write a whole number", source(node), kind(node))
			return
		}
		into.SetInt(n)
	case reflect.Bool:
		b, ok := node.(*ast.BoolNode)
		if !ok {
			d.report(field, "%s is %s; write true or false", source(node), kind(node))
			return
		}
		into.SetBool(b.Value)
	default:
		panic(fmt.Sprintf("config: %s: no way to read a %s", field, into.Kind()))
	}
}

func (d *decoder) text(node ast.Node, field string, into reflect.Value) {
	s, ok := text(node)
	if !ok {
		hint := "write a text"
		if _, number := integer(node); number {
			hint = fmt.Sprintf("put it in quotes: %q", source(node))
		}
		d.report(field, "%s is %s; %s", source(node), kind(node), hint)
		return
	}
	into.SetString(s)
}

// structure sets the fields of a struct, and reports whether the node was a mapping.
func (d *decoder) structure(node ast.Node, field string, into reflect.Value) bool {
	entries, ok := mapping(node)
	if !ok {
		d.report(field, "%s is %s; write keys and values", source(node), kind(node))
		return false
	}
	fields := map[string]reflect.Value{}
	collect(into, fields)
	for _, entry := range entries {
		if _, merge := entry.Key.(*ast.MergeKeyNode); merge {
			d.reportAt(entry.Key.GetToken().Position, field, "<< is not supported; write the keys out")
			continue
		}
		name := entry.Key.GetToken().Value
		at := problem.Join(field, name)
		target, known := fields[name]
		if !known {
			d.reportAt(entry.Key.GetToken().Position, at, "is not a key%s", suggestion(name, fields))
			continue
		}
		d.positions[at] = entry.Key.GetToken().Position
		d.value(entry.Value, at, target)
	}
	return true
}

func (d *decoder) list(node ast.Node, field string, into reflect.Value) {
	sequence, ok := node.(*ast.SequenceNode)
	if !ok {
		d.report(field, "%s is %s; write a list like [a, b]", source(node), kind(node))
		return
	}
	for i, element := range sequence.Values {
		value := reflect.New(into.Type().Elem()).Elem()
		d.value(element, problem.Index(field, i), value)
		into.Set(reflect.Append(into, value))
	}
}

// table sets a map of texts. Numbers and truth values are taken as they are written: max_connections: 500.
func (d *decoder) table(node ast.Node, field string, into reflect.Value) {
	entries, ok := mapping(node)
	if !ok {
		d.report(field, "%s is %s; write keys and values", source(node), kind(node))
		return
	}
	into.Set(reflect.MakeMap(into.Type()))
	for _, entry := range entries {
		name := entry.Key.GetToken().Value
		at := problem.Join(field, name)
		value := d.resolve(entry.Value)
		d.positions[at] = value.GetToken().Position
		s, ok := text(value)
		if !ok {
			switch value.(type) {
			case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
				s = source(value)
			default:
				d.report(at, "%s is %s; write a text", source(value), kind(value))
				continue
			}
		}
		into.SetMapIndex(reflect.ValueOf(name), reflect.ValueOf(s))
	}
}

// resolve follows anchors, aliases and tags to the node that they stand for.
func (d *decoder) resolve(node ast.Node) ast.Node {
	switch n := node.(type) {
	case *ast.AnchorNode:
		d.anchors[n.Name.GetToken().Value] = n.Value
		return d.resolve(n.Value)
	case *ast.AliasNode:
		return d.resolve(d.anchors[n.Value.GetToken().Value])
	case *ast.TagNode:
		return d.resolve(n.Value)
	default:
		return node
	}
}

// collect finds the fields of a struct by their names in files.
func collect(of reflect.Value, fields map[string]reflect.Value) {
	for i := range of.NumField() {
		switch field := of.Type().Field(i); {
		case props.Inline(field):
			collect(of.Field(i), fields)
		case field.IsExported() && props.Name(field) != "":
			fields[props.Name(field)] = of.Field(i)
		}
	}
}

func suggestion(name string, fields map[string]reflect.Value) string {
	best, distance := "", 4
	for known := range fields {
		if n := levenshtein.ComputeDistance(strings.ToLower(name), strings.ToLower(known)); n < distance || n == distance && known < best {
			best, distance = known, n
		}
	}
	if best == "" {
		return ""
	}
	return "; did you mean " + best + "?"
}

func mapping(node ast.Node) ([]*ast.MappingValueNode, bool) {
	switch n := node.(type) {
	case *ast.MappingNode:
		return n.Values, true
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{n}, true
	default:
		return nil, false
	}
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

func integer(node ast.Node) (int64, bool) {
	n, ok := node.(*ast.IntegerNode)
	if !ok {
		return 0, false
	}
	switch v := n.Value.(type) {
	case int64:
		return v, true
	case uint64:
		return int64(min(v, 1<<62)), true
	default:
		return 0, false
	}
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
		if len(s) > longest {
			s = s[:longest] + "…"
		}
		return fmt.Sprintf("%q", s)
	default:
		return node.GetToken().Value
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
	case *ast.IntegerNode, *ast.FloatNode:
		return "a number"
	default:
		return "not a value"
	}
}
