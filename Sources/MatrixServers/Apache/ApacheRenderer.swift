import MatrixModel
package import SystemPackage

/// Writes a cell's configuration from the templates that ship with the recipes.
package struct ApacheRenderer: Sendable {
    private let httpdTemplate: ApacheTemplate
    private let modWsgiTemplate: ApacheTemplate
    private let preloadTemplate: ApacheTemplate
    private let loadTemplate: ApacheTemplate

    /// The files of the templates' folder that decide what is written.
    package static let templateNames = [
        "httpd.conf.mustache", "mod_wsgi_test.conf.mustache", "preload.py.mustache", "load.conf.mustache",
    ]

    /// Reads the templates of `templateNames` from a folder.
    package init(templates: FilePath) throws {
        httpdTemplate = try ApacheTemplate("httpd.conf.mustache", in: templates)
        modWsgiTemplate = try ApacheTemplate("mod_wsgi_test.conf.mustache", in: templates)
        preloadTemplate = try ApacheTemplate("preload.py.mustache", in: templates)
        loadTemplate = try ApacheTemplate("load.conf.mustache", in: templates)
    }

    package func httpdConf(_ configuration: ApacheConfiguration) throws -> String {
        httpdTemplate.render(try configuration.httpdValues())
    }

    package func modWsgiTestConf(_ configuration: ApacheConfiguration) throws -> String {
        modWsgiTemplate.render(try configuration.modWsgiValues())
    }

    /// What loads the pair into an Apache whose configuration is somebody else's.
    package func loadConf(_ configuration: ApacheConfiguration) throws -> String {
        loadTemplate.render(try configuration.loadValues())
    }

    /// The script that the main interpreter runs first; nil where nothing has to be imported there.
    package func preload(_ configuration: ApacheConfiguration) -> String? {
        guard !configuration.preloads.isEmpty else { return nil }
        return preloadTemplate.render(
            ["python": configuration.cell.python.description, "preloads": configuration.preloads])
    }
}

extension ApacheConfiguration {
    /// All values are written for Apache here, so that a template holds nothing but names.
    fileprivate func httpdValues() throws -> [String: Any] {
        let sizes: [String: Any] = [
            "mpm": cell.mpm.rawValue, "children": sizes.children, "slots": sizes.slots,
            "threads": sizes.threadsPerChild,
            "workers": sizes.children * sizes.threadsPerChild, "startServers": sizes.startServers,
        ]
        var values: [String: Any] = [
            "cell": cell.description, "port": Int(defaultPort), "start": try ApacheLaunch.commandForPeople(self),
            "run": try ApacheText.quotedDefinition(run.path),
            "sockets": try ApacheText.quotedDefinition(run.socketFolder),
            "modules": try modules(), "libpython": try ApacheText.quoted(libpython.string),
            "module": try ApacheText.quoted(module.string),
            "modWsgiTestConf": try ApacheText.quotedPattern(modWsgiTestConf),
            cell.mpm == .prefork ? "prefork" : "threaded": sizes,
        ]
        if let runAs {
            values["runAs"] = ["user": try ApacheText.word(runAs.user), "group": try ApacheText.word(runAs.group)]
        }
        return values
    }

    fileprivate func loadValues() throws -> [String: Any] {
        [
            "modWsgi": cell.modWsgi.description, "python": cell.python.description,
            "libpython": try ApacheText.quoted(libpython.string), "module": try ApacheText.quoted(module.string),
            "pythonHome": try ApacheText.quoted(pythonPrefix.string),
        ]
    }

    fileprivate func modWsgiValues() throws -> [String: Any] {
        var values: [String: Any] = [
            "mode": cell.mode.rawValue, "modWsgi": cell.modWsgi.description, "python": cell.python.description,
            "pythonHome": try ApacheText.quoted(pythonPrefix.string), "probe": try ApacheText.quoted(probe.string),
            "mounts": Self.mounts,
            "lazyInitialization": knownDirectives.contains("WSGILazyInitialization"),
            "destroyInterpreter": knownDirectives.contains("WSGIDestroyInterpreter"),
            "extraDirectives": try extraDirectives.map(written),
        ]
        if !preloads.isEmpty {
            values["preload"] = [
                "script": try ApacheText.quoted(preload.string),
                "processGroup": cell.mode == .daemon ? Self.processGroup : "%{GLOBAL}",
            ]
        }
        if cell.mode == .daemon {
            values["daemon"] =
                [
                    "group": Self.processGroup, "processes": sizes.daemonProcesses, "threads": sizes.daemonThreads,
                    "restrictEmbedded": knownDirectives.contains("WSGIRestrictEmbedded"),
                    "options": try daemonOptions.map(written),
                ] as [String: Any]
        }
        return values
    }

    /// A directive that a caller asks for by name is an error where mod_wsgi lacks it: leaving it out would test
    /// something else than was asked for.
    private func written(_ directive: Directive) throws -> [String: Any] {
        guard knownDirectives.contains(directive.name) else {
            throw ServerError.unknownDirective(directive.name, modWsgi: cell.modWsgi)
        }
        let arguments = try directive.arguments.map(ApacheText.quoted)
        return [
            "name": try ApacheText.word(directive.name), "arguments": arguments,
            "value": arguments.joined(separator: ","),
        ]
    }

    private func modules() throws -> [[String: String]] {
        guard installation.mpms.contains(cell.mpm) else {
            throw ServerError.mpmMissing(cell.mpm, has: installation.mpms)
        }
        return try installation.loadable(["mpm_\(cell.mpm.rawValue)", "unixd", "log_config", "authz_core", "status"])
    }
}

extension ApacheInstallation {
    /// The `LoadModule` lines for what is not compiled in.
    func loadable(_ names: [String]) throws -> [[String: String]] {
        try names.filter { !compiledInModules.contains($0) }.map { name in
            ["name": name + "_module", "file": try ApacheText.quoted(modulesFolder.appending("mod_\(name).so").string)]
        }
    }
}
