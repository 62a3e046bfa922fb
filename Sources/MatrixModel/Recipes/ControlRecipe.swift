/// The seeded known-bads and their healthy twins, which show that a harness can see.
package struct ControlRecipe: Sendable {
    /// In the order of the file.
    package private(set) var controls: [Control]

    /// Reads the text of a `controls.yaml`; `file` is for the errors. Throws `RecipeError`.
    package init(_ text: String, file: String) throws {
        let root = try RecipeNode.root(of: text, file: file)
        try root.check(keys: ["format", "kind", "controls"])
        try root.checkHeader(kind: "controls")
        controls = []
        for node in try root.required("controls", "a list of controls").list() {
            let control = try Control(node)
            let name = try node.required("name", "a name")
            if controls.contains(where: { $0.name == control.name }) {
                throw name.unexpected("a name that no other control has")
            }
            if let twin = try node.optional("twin_of"), !controls.contains(where: { $0.name == control.twinOf }) {
                throw twin.unexpected("the name of a control above it")
            }
            controls.append(control)
        }
    }
}

/// One test whose outcome is known: a known-bad, or the healthy twin of one.
package struct Control: Sendable, Hashable {
    package var name: String
    /// What is wrong, in words; nil for a healthy twin.
    package var seeds: String?
    /// The known-bad that this one is healthy beside.
    package var twinOf: String?
    /// The script's file in `apps/controls/`; nil for the ordinary application.
    package var app: String?
    package var python: PythonVersion
    package var modWsgi: Version
    /// A PyMongo of the recipes.
    package var driver: Version
    package var topology: Topology
    package var mode: WSGIMode
    /// Directives at server level, each a name and its arguments: `WSGIPerInterpreterGIL On`.
    package var directives: [String]
    package var action: Action?
    /// One request after the other from the first on, where several at once would show another fault than the seeded one.
    package var isSerial: Bool
    package var expects: Verdict
    /// What a person sees in the figures.
    package var shows: String?

    /// What happens in the middle of the run.
    package enum Action: String, Sendable, Hashable, CaseIterable {
        /// MongoDB is away for over 100 requests of each sub-interpreter, then back.
        case restartMongoDB = "restart-mongodb"
        /// Apache gets a graceful restart under load.
        case gracefulRestart = "graceful-restart"
    }

    fileprivate init(_ node: RecipeNode) throws {
        try node.check(keys: [
            "name", "seeds", "twin_of", "app", "python", "mod_wsgi", "driver", "topology", "mode", "directives",
            "action", "load", "expects", "shows",
        ])
        name = try node.required("name", "a name").text()
        seeds = try node.optional("seeds")?.text()
        twinOf = try node.optional("twin_of")?.text()
        guard (seeds == nil) != (twinOf == nil) else { throw node.unexpected("a mapping with `seeds` or `twin_of`") }
        app = try node.optional("app")?.text()
        python = try node.required("python", "a Python").value("a Python such as \"3.13.5\"") { PythonVersion($0) }
        modWsgi = try node.required("mod_wsgi", "a version").version()
        driver = try node.required("driver", "a version").version()
        topology = try node.required("topology", "a topology").value("`standalone` or `replica-set`") { Topology($0) }
        mode =
            try node.optional("mode")?.value("`daemon` or `embedded`") { WSGIMode(rawValue: $0) } ?? .daemon
        directives = try node.optionalTexts("directives")
        let actions = Action.allCases.map { "`\($0.rawValue)`" }.joined(separator: " or ")
        action = try node.optional("action")?.value(actions) { Action(rawValue: $0) }
        isSerial = try node.optional("load")?.value("`serial`") { $0 == "serial" ? true : nil } ?? false
        let verdicts = Verdict.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
        expects = try node.required("expects", "a verdict").value("one of \(verdicts)") { Verdict(rawValue: $0) }
        shows = try node.optional("shows")?.text()
    }
}
