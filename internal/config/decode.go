package config

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
	"github.com/evenkeel-cdk/evenkeel/internal/arn"
	"github.com/evenkeel-cdk/evenkeel/internal/props"
)

// A decoder sets the fields of a struct from YAML and remembers where each came from. go-yaml's own decoder stops at the
// first unknown key or wrong type; this one reads on and reports them all.
type decoder struct {
	file      string
	root      reflect.Type               // what the whole file is read into
	positions map[string]*token.Position // by field
	sections  map[string]bool            // that the file has, if only with braces
	anchors   anchors
	problems  []*Problem
}

func newDecoder(file string) *decoder {
	return &decoder{file: file, positions: map[string]*token.Position{}, sections: map[string]bool{}}
}

// decode reports whether the source was a mapping, so that it makes sense to look at what it says.
func (d *decoder) decode(source []byte, into any) bool {
	d.root = reflect.TypeOf(into).Elem()
	source = bytes.TrimPrefix(source, []byte("\ufeff"))
	if !d.plain(source) {
		return false
	}
	file, err := parser.ParseBytes(source, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		d.syntaxError(err)
		return false
	}
	var bodies []ast.Node
	for _, doc := range file.Docs {
		if doc.Body != nil && doc.Body.Type() != ast.NullType {
			bodies = append(bodies, doc.Body)
		}
	}
	switch len(bodies) {
	case 0:
		d.report("", "the file is empty; write down at least web.certificateArn, or web.allowPlainHttp: true")
		return false
	case 1:
	default:
		d.reportAt(start(bodies[1]), "", "a second document; keep one environment in each file")
		return false
	}
	ast.Walk(&d.anchors, bodies[0])
	body, ok := d.resolve(bodies[0], "")
	return ok && d.structure(body, "", reflect.ValueOf(into).Elem())
}

// plain reports whether the source is text, and of a size that the parser is quick with.
func (d *decoder) plain(source []byte) bool {
	const most = 64 << 10
	if len(source) > most {
		d.report("", "%d bytes are more than %d; an environment needs far less", len(source), most)
		return false
	}
	control := func(r rune) bool { return unicode.IsControl(r) && r != '\t' && r != '\r' }
	for i, line := range bytes.Split(source, []byte("\n")) {
		if !utf8.Valid(line) || bytes.ContainsFunc(line, control) {
			d.reportAt(&token.Position{Line: i + 1, Column: 1}, "", "this line is not plain text; save the file in UTF-8, without control characters")
			return false
		}
	}
	return true
}

// inWords says what the parser's messages mean for somebody who does not know its grammar.
var inWords = map[string]string{
	"\t": "a tab; indent with spaces",
	"mapping value is not allowed in this context": "the indentation does not match the lines around it, or a text with a colon needs quotes",
	"non-map value is specified":                   "not a key and its value; put a space behind the colon",
	"map key-value is pre-defined":                 "not a key and its value; is a quote or bracket opened above and not closed?",
}

func (d *decoder) syntaxError(err error) {
	var located yaml.Error
	if errors.As(err, &located) && located.GetToken() != nil {
		message := located.GetMessage()
		for jargon, words := range inWords {
			if strings.Contains(message, jargon) {
				message = words
				break
			}
		}
		d.reportAt(located.GetToken().Position, "", "this is not YAML: %s", message)
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

// value sets a value from a node. The tag is that of the value's field.
func (d *decoder) value(node ast.Node, field string, into reflect.Value, tag reflect.StructTag) {
	node, ok := d.resolve(node, field)
	if !ok || node.Type() == ast.NullType {
		return // nothing written means the default
	}
	// A problem is at the value that makes it, or at the key when it is about what is in there as a whole.
	if _, keyed := d.positions[field]; !keyed || scalar(node) {
		d.positions[field] = start(node)
	}
	switch into.Kind() {
	case reflect.Struct:
		d.sections[field] = true
		d.structure(node, field, into)
	case reflect.Slice:
		d.list(node, field, into, tag)
	case reflect.Map:
		d.table(node, field, into)
	case reflect.String:
		d.text(node, field, into)
	case reflect.Int:
		d.number(node, field, into, tag)
	case reflect.Bool:
		d.truth(node, field, into)
	default:
		panic(fmt.Sprintf("config: %s: no way to read a %s", field, into.Kind()))
	}
}

func (d *decoder) text(node ast.Node, field string, into reflect.Value) {
	s, ok := text(node)
	switch {
	case !ok && scalar(node):
		d.report(field, "%s is %s; put it in quotes: %q", source(node), kind(node), source(node))
		s = source(node) // what was meant: read on with it
	case !ok:
		d.report(field, "%s is %s; write a text", source(node), kind(node))
	case arn.Unresolved(s):
		d.report(field, "%s has a token of the CDK in it, which only a program can; write the value itself", source(node))
		return
	}
	into.SetString(s)
}

// number refuses the zeros too that would pass for an empty field and become its default.
func (d *decoder) number(node ast.Node, field string, into reflect.Value, tag reflect.StructTag) {
	n, ok := integer(node)
	if !ok {
		d.report(field, "%s is %s; write a whole number", source(node), kind(node))
		return
	}
	if n.Sign() == 0 || !n.IsInt64() {
		low, high := props.Range(tag.Get("range"))
		d.report(field, "%s is out of range; use %d to %d", node.GetToken().Value, low, high)
		return
	}
	into.SetInt(n.Int64())
}

func (d *decoder) truth(node ast.Node, field string, into reflect.Value) {
	if b, ok := node.(*ast.BoolNode); ok {
		into.SetBool(b.Value)
		return
	}
	d.report(field, "%s is %s; write true or false", source(node), kind(node))
	if s, ok := text(node); ok {
		into.SetBool(slices.Contains([]string{"true", "yes", "on"}, strings.ToLower(s))) // what was meant: read on with it
	}
}

// structure sets the fields of a struct, and reports whether the node was a mapping.
func (d *decoder) structure(node ast.Node, field string, into reflect.Value) bool {
	entries, ok := d.entries(node, field)
	fields := map[string]target{}
	collect(into, fields)
	for _, e := range entries {
		name := e.name
		if _, known := fields[name]; !known {
			meant := closest(name, fields)
			if meant == "" {
				d.reportAt(e.position, problem.Join(field, name), "is not a key; %s", d.hint(field, name, fields))
				continue
			}
			d.reportAt(e.position, problem.Join(field, name), "is not a key; did you mean %s?", meant)
			if slices.ContainsFunc(entries, func(other entry) bool { return other.name == meant }) {
				continue
			}
			name = meant // read on with it
		}
		at := problem.Join(field, name)
		d.positions[at] = e.position
		d.value(e.value, at, fields[name].value, fields[name].tag)
	}
	return ok
}

// list sets a list. The tag is that of the list's field, which is about its elements.
func (d *decoder) list(node ast.Node, field string, into reflect.Value, tag reflect.StructTag) {
	example, element := "[a, b]", "a text"
	switch into.Type().Elem().Kind() {
	case reflect.Struct:
		example, element = "[{key: value}]", "keys and values"
	case reflect.Int:
		example, element = "[1, 2]", "a whole number"
	}
	sequence, ok := node.(*ast.SequenceNode)
	if !ok {
		d.report(field, "%s is %s; write a list like %s", source(node), kind(node), example)
		return
	}
	for i, node := range sequence.Values {
		at := problem.Index(field, i)
		value := reflect.New(into.Type().Elem()).Elem()
		if node.Type() == ast.NullType {
			d.reportAt(start(node), at, "has no value; write %s", element)
		} else {
			d.value(node, at, value, tag)
		}
		into.Set(reflect.Append(into, value))
	}
}

// table sets a map of texts. Numbers and truth values are taken as they are written: max_connections: 500.
func (d *decoder) table(node ast.Node, field string, into reflect.Value) {
	entries, ok := d.entries(node, field)
	if !ok {
		return
	}
	into.Set(reflect.MakeMap(into.Type()))
	for _, e := range entries {
		at := problem.Join(field, e.name)
		d.positions[at] = e.position
		node, ok := d.resolve(e.value, at)
		if !ok {
			continue
		}
		if scalar(node) {
			d.positions[at] = start(node)
		}
		value := reflect.New(into.Type().Elem()).Elem()
		switch node.(type) {
		case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
			value.SetString(source(node))
		case *ast.NullNode:
			d.report(at, "has no value; write a text")
		default:
			d.text(node, at, value)
		}
		into.SetMapIndex(reflect.ValueOf(e.name), value)
	}
}

// A target is a field of a struct.
type target struct {
	value reflect.Value
	tag   reflect.StructTag
}

// collect finds the fields of a struct by their names in files.
func collect(of reflect.Value, fields map[string]target) {
	for i := range of.NumField() {
		switch field := of.Type().Field(i); {
		case props.Inline(field):
			collect(of.Field(i), fields)
		case field.IsExported() && props.Name(field) != "":
			fields[props.Name(field)] = target{of.Field(i), field.Tag}
		}
	}
}

// closest returns the name that is most like another one, or "" when none is alike.
func closest(name string, fields map[string]target) string {
	best, distance := "", 2+len(name)/4 // a slip in a short word, a few in a long one
	for known := range fields {
		if n := levenshtein.ComputeDistance(strings.ToLower(name), strings.ToLower(known)); n < distance || n == distance && known < best {
			best, distance = known, n
		}
	}
	return best
}
