package programs

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// guardsData runs the program against lists of what environments have that keeps data.
func guardsData(t *testing.T, program string) {
	t.Helper()
	written := runApp(t, program, map[string]string{"dev.yaml": "database: {identifier: main}\n" + appAnywhere}, `CDK_CONTEXT_JSON={"identity":"write"}`)
	written.synthesized(t)
	list, err := os.ReadFile(filepath.Join(written.out, "..", "config", "identity", "dev.json"))
	if err != nil {
		t.Fatal(err)
	}
	const db, group = "-Stateful/DatabaseInstanceAA8A5FDE", "-Stateful/DatabaseInstanceSubnetGroupDE121BB6"
	files := map[string]string{"unlisted.yaml": "database: {identifier: main, engine: mariadb}\n" + appAnywhere}
	for name, lines := range map[string]string{
		"allowed":  "database: {identifier: main, engine: mariadb}\nallowReplacement: [allowed" + db + "]\n",
		"engine":   "database: {identifier: main, engine: mariadb}\n",
		"grown":    "database: {identifier: main, allocatedStorageGiB: 200}\n",
		"released": "database: {identifier: main, restores: [{name: r1, pointInTime: latest, releasePrevious: true}]}\n",
		"restored": "database: {identifier: main, restores: [{name: r1, pointInTime: latest}]}\n",
		"same":     "database: {identifier: main}\n",
		"stale":    "database: {identifier: main}\nallowReplacement: [stale" + db + "]\n",
	} {
		files[name+".yaml"] = lines + appAnywhere
		files["identity/"+name+".json"] = strings.ReplaceAll(string(list), "dev-State", name+"-State")
	}
	const (
		empty   = "the database is replaced by an empty one; CloudFormation refuses while the identifier is the same, and with a new one the data is in a snapshot of the old"
		unknown = "-Stateful/DatabaseInstancer1AAEBCAD2 keeps data and is not guarded yet; once it is deployed, cdk synth -c identity=write puts it on the list"
	)
	run := runApp(t, program, files)
	want := strings.Join([]string{
		"released: released" + unknown,
		"restored: restored" + unknown,
		"engine: engine" + db + ` (AWS::RDS::DBInstance): Engine changes from "mysql" to "mariadb": ` + empty + "; if that is meant, add engine" + db + " to allowReplacement",
		"released: released" + db + " (AWS::RDS::DBInstance) is gone: " + empty + "; if that is meant, add released" + db + " to allowReplacement",
		"released: released" + group + " (AWS::RDS::DBSubnetGroup) is gone: the database must move to another subnet group, which replaces it; if that is meant, add released" + group + " to allowReplacement",
		"stale: allowReplacement: stale" + db + " is not replaced; leave it out",
		"4 problems; do not deploy what was synthesized\n",
	}, "\n")
	if run.code != 1 || run.stderr != want {
		t.Errorf("exit code %d, want 1; stderr is\n%s\nwant\n%s", run.code, run.stderr, want)
	}
}
