// Package conventions holds every public construct and its props to the rules of the API, by reading the source. It needs
// no jsii kernel.
package conventions

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/evenkeel-cdk/evenkeel/"

// noConstruct are the packages of constructs/ that hold none.
var noConstruct = []string{"problem"}

// A goPackage is the parsed source of a package, without its tests.
type goPackage struct {
	name  string
	files []*ast.File
}

func packages(t *testing.T) []goPackage {
	t.Helper()
	folders, err := filepath.Glob("../../constructs/*")
	if err != nil || len(folders) < 4 {
		t.Fatalf("%d packages in constructs/: %v", len(folders), err)
	}
	var all []goPackage
	for _, folder := range folders {
		files, err := filepath.Glob(filepath.Join(folder, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		p := goPackage{name: filepath.Base(folder)}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments)
			if err != nil {
				t.Fatal(err)
			}
			p.files = append(p.files, parsed)
		}
		if !slices.Contains(noConstruct, p.name) {
			all = append(all, p)
		}
	}
	return all
}

func (p goPackage) funcs() []*ast.FuncDecl {
	var all []*ast.FuncDecl
	for _, file := range p.files {
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok {
				all = append(all, f)
			}
		}
	}
	return all
}

func (p goPackage) structs() map[string]*ast.StructType {
	all := map[string]*ast.StructType{}
	for _, file := range p.files {
		ast.Inspect(file, func(n ast.Node) bool {
			if spec, ok := n.(*ast.TypeSpec); ok {
				if s, ok := spec.Type.(*ast.StructType); ok {
					all[spec.Name.Name] = s
				}
			}
			return true
		})
	}
	return all
}

// constructors are the functions that create constructs.
func (p goPackage) constructors() []*ast.FuncDecl {
	return slices.DeleteFunc(p.funcs(), func(f *ast.FuncDecl) bool {
		return f.Recv != nil || !strings.HasPrefix(f.Name.Name, "New")
	})
}

// propsStructs are the Props and every struct that they hold, by name.
func (p goPackage) propsStructs() map[string]*ast.StructType {
	structs := p.structs()
	found := map[string]*ast.StructType{}
	var add func(name string)
	add = func(name string) {
		s, ok := structs[name]
		if !ok || found[name] != nil {
			return
		}
		found[name] = s
		for _, f := range s.Fields.List {
			kind := f.Type
			if list, ok := kind.(*ast.ArrayType); ok {
				kind = list.Elt
			}
			if id, ok := kind.(*ast.Ident); ok {
				add(id.Name)
			}
		}
	}
	for name := range structs {
		if ast.IsExported(name) && (strings.HasSuffix(name, "Props") || name == "Existing") {
			add(name)
		}
	}
	return found
}

func TestConstructorsHaveOneShape(t *testing.T) {
	for _, p := range packages(t) {
		if len(p.constructors()) == 0 {
			t.Errorf("%s has no constructor", p.name)
		}
		for _, f := range p.constructors() {
			var params []string
			for _, field := range f.Type.Params.List {
				params = append(params, source(field.Type))
			}
			result := strings.TrimPrefix(f.Name.Name, "New")
			props := "*" + result + "Props"
			if got := strings.Join(params, ", "); got != "constructs.Construct, string, "+props {
				t.Errorf("%s.%s takes (%s), want (constructs.Construct, string, %s)", p.name, f.Name.Name, got, props)
			}
			if results := f.Type.Results; results == nil || len(results.List) != 1 || !strings.HasPrefix(source(results.List[0].Type), "*") {
				t.Errorf("%s.%s must return a pointer to the construct and nothing else", p.name, f.Name.Name)
			}
			if !strings.Contains(words(f.Doc), "panics") {
				t.Errorf("the comment of %s.%s does not say when it panics", p.name, f.Name.Name)
			}
		}
	}
}

func TestChildrenHangOnTheConstruct(t *testing.T) {
	for _, p := range packages(t) {
		for _, f := range p.constructors() {
			scope := f.Type.Params.List[0].Names[0].Name
			ast.Inspect(f.Body, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok {
					return true
				}
				name := source(call.Fun)
				for _, arg := range call.Args {
					if source(arg) == scope && !strings.HasPrefix(name, "scope.") && !strings.HasSuffix(name, "_Override") {
						t.Errorf("%s.%s passes its scope to %s; children belong to the construct itself", p.name, f.Name.Name, name)
					}
				}
				return true
			})
		}
	}
}

func TestConstructsAreRealConstructs(t *testing.T) {
	for _, p := range packages(t) {
		structs := p.structs()
		for _, f := range p.constructors() {
			name := strings.TrimPrefix(source(f.Type.Results.List[0].Type), "*")
			var embedded, noCopy bool
			for _, field := range structs[name].Fields.List {
				switch {
				case len(field.Names) == 0:
					embedded = true
				case field.Names[0].Name == "_" && source(field.Type) == "nocopy.NoCopy":
					noCopy = true
				case ast.IsExported(field.Names[0].Name):
					t.Errorf("%s.%s.%s is an exported field; give it an accessor", p.name, name, field.Names[0].Name)
				}
			}
			if !embedded {
				t.Errorf("%s.%s embeds no construct", p.name, name)
			}
			if !noCopy {
				t.Errorf("%s.%s has no blank nocopy.NoCopy, so go vet misses copies", p.name, name)
			}
			for _, method := range p.funcs() {
				if method.Recv != nil && ast.IsExported(method.Name.Name) && source(method.Recv.List[0].Type) == name {
					t.Errorf("%s.%s.%s has a value receiver, which jsii cannot override", p.name, name, method.Name.Name)
				}
			}
		}
	}
}

func TestPropsArePlainAndDocumented(t *testing.T) {
	for _, p := range packages(t) {
		found := p.propsStructs()
		if len(found) == 0 {
			t.Errorf("%s has no props", p.name)
		}
		for _, structName := range slices.Sorted(maps.Keys(found)) {
			for _, field := range found[structName].Fields.List {
				for _, name := range field.Names {
					checkProp(t, p.name+"."+structName+"."+name.Name, name.Name, field)
				}
			}
		}
	}
}

func checkProp(t *testing.T, at, name string, field *ast.Field) {
	t.Helper()
	if !ast.IsExported(name) {
		t.Errorf("%s is not exported", at)
		return
	}
	if field.Tag == nil {
		t.Errorf("%s has no yaml tag", at)
		return
	}
	tag := reflect.StructTag(strings.Trim(field.Tag.Value, "`"))
	kind, doc := source(field.Type), words(field.Doc)
	if tag.Get("yaml") == "" {
		t.Errorf("%s has no yaml tag", at)
	}
	if want := lowerCamel(name); tag.Get("yaml") != "-" && tag.Get("yaml") != want {
		t.Errorf("%s is %s in files, want %s", at, tag.Get("yaml"), want)
	}
	if strings.HasPrefix(kind, "*") || strings.Contains(kind, "[]*") {
		t.Errorf("%s is a %s; props are plain values", at, kind)
	}
	_, byDefault, hasDefault := strings.Cut(doc, "Default: ")
	section := ast.IsExported(kind) && !strings.Contains(kind, ".")
	switch {
	case !hasDefault && !strings.Contains(doc, "Required") && !section:
		t.Errorf("%s says neither Default nor Required", at)
	case hasDefault && (!strings.HasSuffix(byDefault, ".") || strings.HasPrefix(strings.ToLower(byDefault), "none")):
		t.Errorf("%s must end with what the default is and a full stop, not %q", at, byDefault)
	}
	if kind == "bool" && !strings.HasPrefix(byDefault, "false") {
		t.Errorf("%s is true by default; a bool names the departure", at)
	}
	if value := tag.Get("default"); value != "" && !strings.HasPrefix(byDefault, value) {
		t.Errorf("%s has the default %s but says %q", at, value, byDefault)
	}
	if span := tag.Get("range"); span != "" {
		if low, high, ok := strings.Cut(span, ","); !ok || low == "" || high == "" {
			t.Errorf("%s has the range %q, want least,greatest", at, span)
		}
	}
}

func TestExportedThingsAreDocumented(t *testing.T) {
	for _, p := range packages(t) {
		for _, f := range p.funcs() {
			receiver := ""
			if f.Recv != nil {
				receiver = strings.TrimPrefix(source(f.Recv.List[0].Type), "*")
			}
			if ast.IsExported(f.Name.Name) && (receiver == "" || ast.IsExported(receiver)) && !strings.HasPrefix(words(f.Doc), f.Name.Name) {
				t.Errorf("the comment of %s.%s does not start with its name", p.name, f.Name.Name)
			}
		}
	}
}

// words is a comment on one line.
func words(doc *ast.CommentGroup) string {
	return strings.Join(strings.Fields(doc.Text()), " ")
}

// source writes the simple expressions that signatures and arguments are made of.
func source(e ast.Expr) string {
	switch x := e.(type) {
	case *ast.Ident:
		return x.Name
	case *ast.SelectorExpr:
		return source(x.X) + "." + x.Sel.Name
	case *ast.StarExpr:
		return "*" + source(x.X)
	case *ast.ArrayType:
		return "[]" + source(x.Elt)
	case *ast.MapType:
		return "map[" + source(x.Key) + "]" + source(x.Value)
	default:
		return "?"
	}
}

// lowerCamel is a Go name in the spelling of the files: CIDR is cidr, KMSKeyARN is kmsKeyArn, AllocatedStorageGiB stays
// allocatedStorageGiB.
func lowerCamel(name string) string {
	for _, initialism := range []string{"DynamoDB", "CDN", "IPv6", "CIDR", "IOPS", "ACL", "IPs", "IDs", "HTML", "DNS", "NAT", "KMS", "ARN", "AMI", "SSM", "VPC", "HTTP", "TLS", "CPU", "IAM", "CA", "ACU", "IO", "ID"} {
		name = strings.ReplaceAll(name, initialism, initialism[:1]+strings.ToLower(initialism[1:]))
	}
	name = strings.ReplaceAll(name, "Dynamodb", "DynamoDb")
	return strings.ToLower(name[:1]) + name[1:]
}
