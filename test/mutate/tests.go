package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
)

// instrumentTest hands a test file's run of the tests to the helper, makes panics failures, and lets what one test keeps for
// others be forgotten. It reports whether the file has the TestMain, and returns the names of its tests.
func instrumentTest(file, source string) (changed string, main bool, tests []string, err error) {
	set := token.NewFileSet()
	parsed, err := parser.ParseFile(set, file, source, parser.SkipObjectResolution)
	if err != nil {
		return "", false, nil, err
	}
	e := edits{source: source}
	offset := func(p token.Pos) int { return set.Position(p).Offset }
	catch := func(signature *ast.FuncType, body *ast.BlockStmt, calls string) {
		if name := testParameter(signature); name != "" {
			at := offset(body.Lbrace) + 1
			e.replace(at, at, fmt.Sprintf(calls, name))
		}
	}
	ast.Inspect(parsed, func(n ast.Node) bool {
		switch x := n.(type) {
		case *ast.FuncDecl:
			if x.Recv == nil && x.Name.Name == "TestMain" {
				main = true
			} else if x.Recv == nil && strings.HasPrefix(x.Name.Name, "Test") && testParameter(x.Type) != "" {
				tests = append(tests, x.Name.Name)
				catch(x.Type, x.Body, " defer toggle.Caught(%s);")
			}
		case *ast.FuncLit:
			catch(x.Type, x.Body, " defer toggle.Caught(%[1]s); toggle.Started(%[1]s);")
		case *ast.CallExpr:
			if selector, ok := x.Fun.(*ast.SelectorExpr); ok && is(selector.X, "m") && selector.Sel.Name == "Run" && len(x.Args) == 0 {
				e.wrap(offset(x.Pos()), offset(x.Lparen), "toggle.Main(", "")
				e.replace(offset(x.Lparen), offset(x.End()), ")")
			}
		}
		return true
	})
	if kept := keepers(parsed); len(kept) > 0 {
		e.replace(len(source), len(source), "\nfunc init() { toggle.Forget("+strings.Join(kept, ", ")+") }\n")
	}
	if len(e.pieces) == 0 {
		return source, main, tests, nil
	}
	end := offset(parsed.Name.End())
	e.replace(end, end, "; import toggle \""+helper+"\"")
	return e.apply(), main, tests, nil
}

// testParameter is the name of the only parameter, if that is a *testing.T.
func testParameter(signature *ast.FuncType) string {
	if len(signature.Params.List) != 1 || len(signature.Params.List[0].Names) != 1 {
		return ""
	}
	star, ok := signature.Params.List[0].Type.(*ast.StarExpr)
	if !ok {
		return ""
	}
	selector, ok := star.X.(*ast.SelectorExpr)
	name := signature.Params.List[0].Names[0].Name
	if !ok || !is(selector.X, "testing") || selector.Sel.Name != "T" || name == "_" {
		return ""
	}
	return name
}

// keepers are the addresses of the variables that start without a value: what a test puts there, another may find.
func keepers(file *ast.File) []string {
	var kept []string
	for _, decl := range file.Decls {
		if d, ok := decl.(*ast.GenDecl); ok && d.Tok == token.VAR {
			for _, spec := range d.Specs {
				if v := spec.(*ast.ValueSpec); len(v.Values) == 0 {
					for _, name := range v.Names {
						kept = append(kept, "&"+name.Name)
					}
				}
			}
		}
	}
	return kept
}
