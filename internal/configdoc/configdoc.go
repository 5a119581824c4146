// Package configdoc describes the configuration files from the Go types that they are decoded into: the comments and tags
// of the Props structs are the only place where a field is documented.
package configdoc

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"reflect"
	"strings"

	"github.com/evenkeel-cdk/evenkeel/internal/config"
	"github.com/evenkeel-cdk/evenkeel/internal/props"
)

const module = "github.com/evenkeel-cdk/evenkeel/"

// A Field is a key of a configuration file.
type Field struct {
	Name     string
	Type     reflect.Type
	Doc      string // without the default
	Default  string // as the comment says it; empty for a struct
	Required bool
	Range    string // "1,35", or empty
	OneOf    []string
	Fields   []Field // of a struct, or of a list's elements that are structs
}

// section reports whether a field holds fields of its own, or a list of such.
func (f Field) section() bool {
	return f.Type.Kind() == reflect.Struct || props.Structs(f.Type)
}

// Environment describes the keys of an environment's file. The module's source is read from root.
func Environment(root fs.FS) ([]Field, error) {
	d := describer{root: root, comments: map[string]map[string]string{}}
	return d.fields(reflect.TypeFor[config.File]())
}

type describer struct {
	root     fs.FS
	comments map[string]map[string]string // by package, then by Type.Field
}

func (d describer) fields(of reflect.Type) ([]Field, error) {
	var all []Field
	for i := range of.NumField() {
		f := of.Field(i)
		if props.Inline(f) {
			inline, err := d.fields(f.Type)
			if err != nil {
				return nil, err
			}
			all = append(all, inline...)
			continue
		}
		if !f.IsExported() || props.Name(f) == "" {
			continue
		}
		field, err := d.field(of, f)
		if err != nil {
			return nil, err
		}
		all = append(all, field)
	}
	return all, nil
}

func (d describer) field(of reflect.Type, f reflect.StructField) (Field, error) {
	comment, err := d.comment(of, f.Name)
	if err != nil {
		return Field{}, err
	}
	field := Field{Name: props.Name(f), Type: f.Type, Range: f.Tag.Get("range"), OneOf: strings.Fields(f.Tag.Get("oneof"))}
	doc, byDefault, found := strings.Cut(comment, "Default: ")
	if !found {
		doc, _, field.Required = strings.Cut(comment, "Required")
		if field.Required {
			doc = comment
		}
	}
	field.Doc = strings.TrimSpace(doc)
	field.Default = strings.TrimSuffix(strings.TrimSpace(byDefault), ".")
	switch {
	case f.Type.Kind() == reflect.Struct:
		field.Fields, err = d.fields(f.Type)
	case props.Structs(f.Type):
		field.Fields, err = d.fields(f.Type.Elem())
	}
	return field, err
}

// comment returns the comment of a struct's field, on one line.
func (d describer) comment(of reflect.Type, field string) (string, error) {
	folder := strings.TrimPrefix(of.PkgPath(), module)
	if d.comments[folder] == nil {
		read, err := comments(d.root, folder)
		if err != nil {
			return "", err
		}
		d.comments[folder] = read
	}
	comment, ok := d.comments[folder][of.Name()+"."+field]
	if !ok {
		return "", fmt.Errorf("configdoc: %s.%s has no comment", of, field)
	}
	return strings.Join(strings.Fields(comment), " "), nil
}

// comments returns the comments of every struct's fields in a package.
func comments(root fs.FS, folder string) (map[string]string, error) {
	files, err := fs.Glob(root, path.Join(folder, "*.go"))
	if err != nil {
		return nil, err
	}
	found := map[string]string{}
	for _, file := range files {
		source, err := fs.ReadFile(root, file)
		if err != nil {
			return nil, err
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, source, parser.ParseComments)
		if err != nil {
			return nil, err
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok {
				return true
			}
			if s, ok := spec.Type.(*ast.StructType); ok {
				for _, f := range s.Fields.List {
					for _, name := range f.Names {
						found[spec.Name.Name+"."+name.Name] = f.Doc.Text()
					}
				}
			}
			return false
		})
	}
	return found, nil
}
