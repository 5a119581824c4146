package configdoc

import (
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/evenkeel-cdk/evenkeel/internal/props"
)

// Schema returns the JSON schema of an environment's file, for editors that complete and check.
func Schema(fields []Field) ([]byte, error) {
	schema := object(fields)
	schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	schema["title"] = "Evenkeel environment"
	out, err := json.MarshalIndent(schema, "", "  ")
	return append(out, '\n'), err
}

func object(fields []Field) map[string]any {
	properties := map[string]any{}
	for _, f := range fields {
		properties[f.Name] = property(f)
	}
	return map[string]any{"type": "object", "additionalProperties": false, "properties": properties}
}

func property(f Field) map[string]any {
	schema := typed(f.Type)
	element := schema // what ranges and choices are about
	switch {
	case f.Type.Kind() == reflect.Struct:
		schema = object(f.Fields)
	case props.Structs(f.Type):
		schema["items"] = object(f.Fields)
	case f.Type.Kind() == reflect.Slice:
		element = typed(f.Type.Elem())
		schema["items"] = element
	}
	schema["description"] = f.Doc
	if f.Default != "" {
		schema["description"] = f.Doc + " Default: " + f.Default + "."
	}
	if f.Range != "" {
		low, high := props.Range(f.Range)
		element["minimum"], element["maximum"] = low, high
	}
	if len(f.OneOf) > 0 {
		element["enum"] = f.OneOf
	}
	return schema
}

func typed(t reflect.Type) map[string]any {
	switch t.Kind() {
	case reflect.String:
		return map[string]any{"type": "string"}
	case reflect.Int:
		return map[string]any{"type": "integer"}
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Slice:
		return map[string]any{"type": "array"}
	case reflect.Map:
		return map[string]any{"type": "object", "additionalProperties": map[string]any{"type": []string{"string", "number", "boolean"}}}
	case reflect.Struct:
		return map[string]any{}
	default:
		panic(fmt.Sprintf("configdoc: no schema for %s", t))
	}
}
