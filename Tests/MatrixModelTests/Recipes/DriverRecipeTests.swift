import FoundationEssentials
import MatrixModel
import Testing

struct DriverRecipeTests {
    private func shipped(_ path: String) throws -> String {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../recipes")
        return try String(contentsOf: folder.appending(path: path), encoding: .utf8)
    }

    private func recipe() throws -> DriverRecipe {
        try DriverRecipe(try shipped("driver.yaml"), file: "driver.yaml")
    }

    // Requires-Python of the sdists in the Python index, November 2026.
    @Test(arguments: [
        ("2.7.18", "3.13.0"), ("3.6.15", "4.1.1"), ("3.7.17", "4.7.3"), ("3.8.20", "4.10.1"), ("3.9.2", "4.18.3"),
        ("3.10.22", "4.18.3"), ("3.11.2", "4.20.0"), ("3.13.5", "4.20.0"), ("3.13.5t", "4.20.0"),
    ])
    func theNewestThatAPythonRuns(python: String, driver: String) throws {
        let python = try #require(PythonVersion(python))
        #expect(try recipe().newest(for: python)?.description == driver)
    }

    // Pairs that were run under mod_wsgi in two sub-interpreters.
    @Test(arguments: [
        ("2.7.18", "2.2", Verdict.isolation), ("2.7.18", "2.6.3", .isolation), ("2.7.18", "2.7", nil),
        ("3.13.5", "3.13.0", .noCExtension), ("3.13.5", "4.1.0", .noCExtension), ("3.13.5", "4.8.0", nil),
        ("3.11.2", "4.1.0", nil),
    ])
    func whatATestIsKnownToEndWith(python: String, driver: String, verdict: Verdict?) throws {
        let python = try #require(PythonVersion(python))
        let found = try recipe().expectedFailure(of: try #require(Version(driver)), with: python)
        #expect(found?.verdict == verdict)
    }

    @Test func aVerdictThatIsNoneIsToldWithItsLine() throws {
        let rows =
            "versions: {}\nexpected:\n  - {driver: \"*\", python: \"*\", verdict: passed, reason: a, source: b}\n"
        let error = #expect(throws: RecipeError.self) {
            try DriverRecipe("format: 1\nkind: driver\n" + rows, file: "driver.yaml")
        }
        #expect(error?.description.hasPrefix("`driver.yaml:5`: `expected[0].verdict` must be one of ") == true)
    }

    @Test func theControlsOfTheRecipesUseReleasesThatAreThere() throws {
        let controls = try ControlRecipe(try shipped("apps/controls/controls.yaml"), file: "controls.yaml").controls
        let recipe = try recipe()
        for control in controls {
            #expect(!recipe.table.sources(of: control.driver).isEmpty, "\(control.name)")
            #expect(recipe.compatibility(of: control.driver, with: control.python).verdict == .supported)
            if let app = control.app { _ = try shipped("apps/controls/" + app) }
            #expect((control.seeds == nil) == (control.expects == .passed), "\(control.name)")
        }
        #expect(Set(controls.map(\.expects)) == [.leak, .hang, .isolation, .noCExtension, .passed])
    }

    @Test(arguments: [
        ("seeds: a, expects: leek", "controls[0].expects"), ("expects: leak", "controls[0]"),
        ("seeds: a, twin_of: b, expects: leak", "controls[0]"), ("twin_of: b, expects: passed", "controls[0].twin_of"),
        ("seeds: a, expects: leak, action: explode", "controls[0].action"),
    ])
    func aControlThatIsWrongIsToldWithItsLine(rest: String, path: String) throws {
        let row =
            "{name: a, python: \"3.13.5\", mod_wsgi: \"6.1.1\", driver: \"4.20.0\", topology: standalone, \(rest)}"
        let text = "format: 1\nkind: controls\ncontrols:\n  - \(row)\n"
        let error = #expect(throws: RecipeError.self) { try ControlRecipe(text, file: "controls.yaml") }
        guard case .unexpected("controls.yaml", 4, path, _, _) = error else { throw error! }
    }
}
