/// The matrix: the values of its axes, what is left out, which failures are known, and selections by name.
package struct MatrixRecipe: Sendable {
    package private(set) var axes: Axes
    var exclusions: [CellPattern]
    var expectations: [(pattern: CellPattern, failure: ExpectedFailure)]
    /// In the order of the file.
    package private(set) var selections: [Selection]

    package struct Axes: Sendable, Equatable {
        package var pythons: [PythonVersion] = []
        package var modWsgis: [Version] = []
        package var modes: [WSGIMode] = []
        package var mpms: [MPM] = []
        package var topologies: [Topology] = []
        package var drivers: [DriverSelection] = []
    }

    /// Cells by name: all that one of its patterns holds.
    package struct Selection: Sendable, Equatable {
        package var name: String
        /// What it is for, in one sentence.
        package var why: String
        var patterns: [CellPattern]
    }

    /// Reads the text of a `matrix.yaml`; `file` is for the errors. Throws `RecipeError`.
    ///
    /// A user's file that goes on top of `base` adds to its axes, is asked before it for known failures, and may use and
    /// replace its selections; what is read is the whole.
    package init(_ text: String, file: String, extending base: MatrixRecipe? = nil) throws {
        let root = try RecipeNode.root(of: text, file: file)
        try root.check(keys: ["format", "kind", "axes", "exclude", "expected", "selections"])
        try root.checkHeader(kind: .matrix)
        axes = try Axes(try root.optional("axes"), extending: base?.axes ?? Axes())
        exclusions =
            try root.optional("exclude")?.list().map { row in
                try row.check(keys: CellPattern.keys + ["reason"])
                _ = try row.required("reason", "one sentence").text()
                return try CellPattern(row)
            } ?? []
        exclusions += base?.exclusions ?? []
        expectations =
            try root.optional("expected")?.list().map { row in
                try row.check(keys: CellPattern.keys + ["verdict", "reason", "source"])
                return (try CellPattern(row), try ExpectedFailure(row))
            } ?? []
        expectations += base?.expectations ?? []
        let (axes, own) = (axes, try root.optional("selections")?.pairs() ?? [])
        selections = try own.map { try Selection($0, axes: axes) }
        selections += (base?.selections ?? []).filter { [selections] old in !selections.contains { $0.name == old.name }
        }
    }

    /// The selection of that name.
    package func selection(_ name: String) throws(PlanError) -> Selection {
        guard let selection = selections.first(where: { $0.name == name }) else {
            throw .unknownSelection(name, known: selections.map(\.name))
        }
        return selection
    }

    /// How a cell is known to fail; the first line that holds it decides.
    package func expectedFailure(of cell: TrialCell) -> ExpectedFailure? {
        expectations.first { $0.pattern.contains(cell) }?.failure
    }
}

extension MatrixRecipe.Axes {
    fileprivate init(_ node: RecipeNode?, extending base: Self) throws {
        self = base
        try node?.check(keys: CellPattern.keys)
        func add<Value: Hashable>(
            _ key: String, to path: WritableKeyPath<Self, [Value]>, _ read: (RecipeNode) throws -> Value
        )
            throws
        {
            let values = try node?.optional(key)?.list().map(read) ?? []
            self[keyPath: path] += values.filter { !self[keyPath: path].contains($0) }
            if self[keyPath: path].isEmpty {
                throw try node?.required(key, "a list of values").unexpected("a list of values")
                    ?? RecipeError.unexpected(
                        file: "matrix.yaml", line: 1, path: "axes", expected: "a mapping", found: "nothing")
            }
        }
        try add("python", to: \.pythons) { try $0.value("a Python such as \"3.13.5\"") { PythonVersion($0) } }
        try add("mod_wsgi", to: \.modWsgis) { try $0.version() }
        try add("mode", to: \.modes) { try $0.mode() }
        try add("mpm", to: \.mpms) { try $0.mpm() }
        try add("topology", to: \.topologies) { try $0.topology() }
        try add("driver", to: \.drivers) {
            try $0.value("`newest` or a release of PyMongo") { text in
                text == "newest" ? .newest : Version(text).map { .release("\($0)") }
            }
        }
    }
}

extension MatrixRecipe.Selection {
    fileprivate init(_ pair: (key: RecipeNode, value: RecipeNode), axes: MatrixRecipe.Axes) throws {
        try pair.value.check(keys: ["why", "cells"])
        name = try pair.key.text()
        why = try pair.value.required("why", "one sentence").text()
        patterns = try pair.value.required("cells", "a list of patterns").list().map { row in
            try row.check(keys: CellPattern.keys)
            let pattern = try CellPattern(row)
            // A typing error would else make an empty selection, which passes.
            if let axis = pattern.axisWithout(axes) {
                throw try row.required(axis, "a pattern").unexpected(
                    "something that a value of the axis `\(axis)` meets")
            }
            return pattern
        }
    }
}

extension CellPattern {
    /// The first axis of which no value meets the pattern. Which release `newest` is depends on the Python, so the drivers
    /// are not asked.
    fileprivate func axisWithout(_ axes: MatrixRecipe.Axes) -> String? {
        if !axes.pythons.contains(where: contains) { return "python" }
        if !axes.modWsgis.contains(where: contains) { return "mod_wsgi" }
        if !axes.modes.contains(where: contains) { return "mode" }
        if !axes.mpms.contains(where: contains) { return "mpm" }
        return axes.topologies.contains(where: contains) ? nil : "topology"
    }
}

extension ExpectedFailure {
    /// From `verdict`, `reason` and `source`.
    init(_ node: RecipeNode) throws {
        let names = Verdict.allCases.filter { ![.passed, .unsupported, .lost].contains($0) }
        let verdict = try node.required("verdict", "a verdict").value(
            "one of " + names.map { "`\($0.rawValue)`" }.joined(separator: ", ")
        ) { text in names.first { $0.rawValue == text } }
        self.init(
            verdict, reason: try node.required("reason", "one sentence").text(),
            source: try node.required("source", "where the reason comes from").text())
    }
}
