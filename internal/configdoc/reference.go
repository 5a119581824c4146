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
		if f.Type.Kind() == reflect.Struct {
			byDefault = fmt.Sprintf("see [`%[1]s`](#%[2]s)", problem.Join(path, f.Name), anchor(problem.Join(path, f.Name)))
		}
		fmt.Fprintf(b, "| `%s` | %s | %s | %s |\n", f.Name, values(f), cell(f.Doc), cell(byDefault))
	}
	for _, f := range fields {
		if f.Type.Kind() == reflect.Struct {
			at := problem.Join(path, f.Name)
			intro := f.Doc
			if f.Default != "" {
				intro += " Default: " + f.Default + "."
			}
			section(b, at, "`"+at+"`", intro, f.Fields)
		}
	}
}

func values(f Field) string {
	switch f.Type.Kind() {
	case reflect.Struct:
		return "section"
	case reflect.Bool:
		return "`true` or `false`"
	case reflect.Slice:
		return "list of texts"
	case reflect.Map:
		return "names and values"
	case reflect.Int:
		if f.Range == "" {
			return "number"
		}
		low, high := props.Range(f.Range)
		return fmt.Sprintf("number, %d to %d", low, high)
	default:
		if len(f.OneOf) > 0 {
			return "`" + strings.Join(f.OneOf, "`, `") + "`"
		}
		return "text"
	}
}

// cell keeps a text inside its table cell.
func cell(s string) string {
	return strings.ReplaceAll(s, "|", "\\|")
}

// anchor is what GitHub makes of a heading.
func anchor(heading string) string {
	return strings.ToLower(strings.NewReplacer(".", "", "`", "").Replace(heading))
}
