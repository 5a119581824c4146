package conventions

import (
	"go/ast"
	"maps"
	"regexp"
	"slices"
	"testing"
)

// saysOfChanges are the words by which a field's comment says what changing it does.
var saysOfChanges = regexp.MustCompile(`\b(Changing|changing|Adding|Raising|raising)\b`)

// What a change of the database does, in place, with an interruption or by replacing it, its user must know before. Each field
// says so, or its section says it for all of them.
func TestDatabaseFieldsSayWhatChangingThemDoes(t *testing.T) {
	for _, p := range packages(t) {
		if p.name != "database" {
			continue
		}
		sections, found := p.sectionDocs(), p.propsStructs()
		for _, section := range slices.Sorted(maps.Keys(found)) {
			if saysOfChanges.MatchString(sections[section]) {
				continue
			}
			for _, field := range found[section].Fields.List {
				for _, name := range field.Names {
					if found[source(field.Type)] == nil && !saysOfChanges.MatchString(words(field.Doc)) { // a section's own fields say it
						t.Errorf("database.%s.%s does not say what changing it does", section, name.Name)
					}
				}
			}
		}
	}
}

// sectionDocs are the comments of structs, by name.
func (p goPackage) sectionDocs() map[string]string {
	docs := map[string]string{}
	for _, file := range p.files {
		for _, decl := range file.Decls {
			general, ok := decl.(*ast.GenDecl)
			if !ok {
				continue
			}
			for _, spec := range general.Specs {
				if named, ok := spec.(*ast.TypeSpec); ok {
					docs[named.Name.Name] = words(general.Doc)
				}
			}
		}
	}
	return docs
}
