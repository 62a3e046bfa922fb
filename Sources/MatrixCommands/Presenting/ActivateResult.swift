import MatrixHost
import MatrixModel
import MatrixServers
import MatrixStore
import SystemPackage

/// What is active now, and what Apache needs to be told.
struct ActivateResult: Encodable {
    /// Nil when nothing is active any more.
    var cell: String?
    var generation: Int?
    /// What was active until now; nil when nothing was.
    var before: String?
    /// What `--undo` goes back to; nil when it takes everything away.
    var previous: String?
    /// The link.
    var active: String
    var module: String
    /// What Apache's configuration includes.
    var loadConf: String
    /// What `--install` has placed.
    var installed: [String]
    /// What `--install` had placed and somebody has changed since.
    var left: [String]
    /// Lines for a shell.
    var reload: [String]
    var notes: [String]

    init(_ now: Activation, before: Activation, left: [FilePath], store: Store) throws {
        func name(_ generation: Generation?) throws -> String? {
            try generation.map { try store.record(of: $0.folder)?.cell ?? "generation \($0.number)" }
        }
        (cell, generation) = (try name(now.current), now.current?.number)
        (self.before, previous) = (try name(before.current), try name(now.previous))
        active = store.layout.active.string
        module = store.layout.active.appending("mod_wsgi.so").string
        loadConf = store.layout.active.appending("load.conf").string
        installed = now.placed.map(\.string)
        self.left = left.map(\.string)
        let loadFile = now.placed.first { $0.lastComponent?.string == ApacheAddition.loadName }
        let advice = try ReloadAdvice(
            loadFile: loadFile, loadConf: loadConf, isActive: now.current != nil,
            pythons: [cell, self.before].compactMap { $0.flatMap { Cell($0)?.python } })
        (reload, notes) = (advice.commands, advice.notes)
    }

    var text: String {
        let change =
            switch (cell, before) {
            case (let cell?, let before?) where cell == before: "\(cell) is active"
            case (let cell?, let before): "\(cell) is active, \(before.map { "no longer \($0)" } ?? "and nothing was")"
            case (nil, let before): "nothing is active, \(before.map { "no longer \($0)" } ?? "as before")"
            }
        var lines = [change]
        if let generation {
            lines += ["  active     \(active) -> generations/\(generation)", "  load.conf  \(loadConf)"]
        }
        lines += installed.map { "  installed  \($0)" } + left.map { "  left       \($0), which was changed since" }
        if let previous { lines.append("  undo       goes back to \(previous)") }
        lines += notes.map { "\nnote: \($0)" } + ["\nnext: " + reload.joined(separator: "\n      ")]
        return lines.joined(separator: "\n")
    }
}

/// What has to be done until Apache has loaded what is active.
struct ReloadAdvice {
    var commands: [String] = []
    var notes: [String] = []

    /// `pythons`: the one that is active, and the one that was.
    init(loadFile: FilePath?, loadConf: String, isActive: Bool, pythons: [PythonVersion]) throws {
        if !isActive {
            notes.append("an `Include` of `\(loadConf)` has to leave Apache's configuration before its next reload")
        } else if let loadFile, ApacheAddition.enabledLink(of: loadFile) != nil {
            if try !ApacheAddition.isEnabled(loadFile) { commands.append("a2enmod wsgimatrix") }
        } else {
            notes.append("Apache's configuration needs, once: Include \"\(loadFile?.string ?? loadConf)\"")
        }
        commands += ["apachectl configtest", "apachectl graceful"]
        if pythons.contains(where: { $0.release >= Version("3.13")! }) {
            notes.append(
                """
                each reload takes one of the 1,024 pthread keys of Apache's parent process for good (Python 3.13 and \
                newer): stop and start Apache, as with `systemctl restart apache2`, long before the 1,000th reload
                """)
        }
    }
}
