package configdoc

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
	"github.com/evenkeel-cdk/evenkeel/internal/props"
)

// Reference returns the configuration reference in Markdown: a table for the top level and one for every section.
func Reference(fields []Field) string {
	var b strings.Builder
	b.WriteString(`# Configuration reference

A file ` + "`config/<environment>.yaml`" + ` describes one environment. Every key may be left out, unless it says Required. The same
names, in Go's spelling, are the fields of the constructs' Props. An unknown key, a wrong type or a contradiction is
refused before anything is synthesized.

This page is made from the comments of the Go types; ` + "`make generate`" + ` writes it anew.
`)
	section(&b, "", "The file", "", fields)
	return b.String()
}

func section(b *strings.Builder, path, title, doc string, fields []Field) {
	fmt.Fprintf(b, "\n## %s\n\n", title)
	if doc != "" {
		fmt.Fprintf(b, "%s\n\n", doc)
	}
	b.WriteString("| key | value | what it does | default |\n| --- | --- | --- | --- |\n")
	for _, f := range fields {
		byDefault := f.Default
		if f.Required {
			byDefault = "Required"
		}
		if f.section() {
			at := f.path(path)
			see := fmt.Sprintf("see [`%s`](#%s)", at, anchor(at))
			if f.Type.Kind() == reflect.Slice && byDefault != "" {
				see = byDefault + "; " + see
			}
			byDefault = see
		}
		fmt.Fprintf(b, "| `%s` | %s | %s | %s |\n", f.Name, values(f), cell(f.Doc), cell(byDefault))
	}
	for _, f := range fields {
		if f.section() {
			at := f.path(path)
			intro := f.Doc
			if f.Default != "" {
				intro += " Default: " + f.Default + "."
			}
			section(b, at, "`"+at+"`", intro, f.Fields)
		}
	}
}

// path is where a section is, below a path. One that stands for each element of a list ends with brackets.
func (f Field) path(below string) string {
	at := problem.Join(below, f.Name)
	if f.Type.Kind() == reflect.Slice {
		at += "[]"
	}
	return at
}

func values(f Field) string {
	if f.Type.Kind() == reflect.Slice {
		switch f.Type.Elem().Kind() {
		case reflect.Struct:
			return "list of sections"
		case reflect.Int:
			return "list of numbers" + between(f.Range)
		}
		if len(f.OneOf) > 0 {
			return "list of `" + strings.Join(f.OneOf, "`, `") + "`"
		}
		return "list of texts"
	}
	switch f.Type.Kind() {
	case reflect.Struct:
		return "section"
	case reflect.Bool:
		return "`true` or `false`"
	case reflect.Map:
		return "names and values"
	case reflect.Int:
		return "number" + between(f.Range)
	default:
		if len(f.OneOf) > 0 {
			return "`" + strings.Join(f.OneOf, "`, `") + "`"
		}
		return "text"
	}
}

func between(span string) string {
	if span == "" {
		return ""
	}
	low, high := props.Range(span)
	return fmt.Sprintf(", %d to %d", low, high)
}

// cell keeps a text inside its table cell.
func cell(s string) string {
	return strings.ReplaceAll(s, "|", "\\|")
}

// anchor is what GitHub makes of a heading.
func anchor(heading string) string {
	return strings.ToLower(strings.NewReplacer(".", "", "`", "", "[", "", "]", "").Replace(heading))
}
