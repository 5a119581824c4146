package main

import (
	"fmt"
	"go/ast"
	"strconv"
	"strings"
)

// literal leaves out each property of a struct, each element of a list and each entry of a map.
func (f *finder) literal(l *ast.CompositeLit) {
	kind, pointer := f.typeOf(l)
	f.implyTypes(l)
	for _, e := range l.Elts {
		value := e
		if pair, ok := e.(*ast.KeyValueExpr); ok {
			value = pair.Value
		}
		if call, ok := value.(*ast.CallExpr); ok && len(call.Args) == 1 && f.source(call.Fun) == "jsii.Bool" {
			value = call.Args[0]
		}
		if is(value, "true", "false") {
			f.flip(e, value)
		}
	}
	if len(l.Elts) == 0 {
		return
	}
	_, keyed := l.Elts[0].(*ast.KeyValueExpr)
	written := ""
	if l.Type == nil {
		written = f.source(kind)
	}
	switch t := kind.(type) {
	case *ast.ArrayType:
		if t.Len == nil && !keyed {
			n := f.leftOut(l.Elts)
			f.wrapList(l, pointer, "toggle.Elements("+written, fmt.Sprintf(", %d)", n))
		}
	case *ast.MapType:
		var keys []string
		for _, e := range l.Elts {
			keys = append(keys, f.source(e.(*ast.KeyValueExpr).Key))
		}
		n := f.leftOut(l.Elts)
		f.wrapList(l, pointer, "toggle.Entries("+written, fmt.Sprintf(", %d, %s)", n, strings.Join(keys, ", ")))
	default:
		if pointer && l.Type == nil {
			written = "&" + written
		}
		var names []string
		for i, e := range l.Elts {
			name := "#" + strconv.Itoa(i)
			if keyed {
				name = f.source(e.(*ast.KeyValueExpr).Key)
			}
			names = append(names, strconv.Quote(name))
		}
		n := f.leftOut(l.Elts)
		from := f.offset(l.Pos())
		if pointer && l.Type != nil {
			from-- // the & belongs to it
		}
		f.edits.wrap(from, f.offset(l.End()), "toggle.Fields("+written, fmt.Sprintf(", %d, %s)", n, strings.Join(names, ", ")))
	}
}

// wrapList is wrap for lists and maps, of which a function's result has no address.
func (f *finder) wrapList(l *ast.CompositeLit, pointer bool, before, behind string) {
	if pointer {
		before, behind = "toggle.Pointer("+before, behind+")"
		if l.Type != nil {
			at := f.offset(l.Pos()) - 1
			f.edits.replace(at, at+1, "")
		}
	}
	f.wrap(l, before, behind)
}

// leftOut makes a mutant of each part.
func (f *finder) leftOut(parts []ast.Expr) int {
	first := f.next
	for _, part := range parts {
		f.one(part, "%s left out", f.short(part))
	}
	return first
}

// typeOf returns a literal's type, written or implied, and whether it is the literal's address that is used.
func (f *finder) typeOf(l *ast.CompositeLit) (kind ast.Expr, pointer bool) {
	if l.Type != nil {
		at := f.offset(l.Pos())
		return l.Type, at > 0 && f.edits.source[at-1] == '&'
	}
	kind = f.implied[l]
	if star, ok := kind.(*ast.StarExpr); ok {
		return star.X, true
	}
	return kind, false
}

// implyTypes notes the types of literals in a list or map that leave theirs out.
func (f *finder) implyTypes(l *ast.CompositeLit) {
	var element ast.Expr
	switch t, _ := f.typeOf(l); t := t.(type) {
	case *ast.ArrayType:
		element = t.Elt
	case *ast.MapType:
		element = t.Value
	}
	for _, e := range l.Elts {
		if pair, ok := e.(*ast.KeyValueExpr); ok {
			e = pair.Value
		}
		if inner, ok := e.(*ast.CompositeLit); ok && inner.Type == nil {
			f.implied[inner] = element
		}
	}
}
