import MatrixHost
import MatrixModel
package import SystemPackage

/// The httpd that the users of a site talk to.
package struct Front: Sendable {
    package var folder: SiteFolder
    /// Nil takes a free one.
    package var port: UInt16?
    /// The user and group of its children; only for an Apache that root starts.
    package var runAs: ApacheConfiguration.RunAs?
    /// The folder of `front.conf.mustache`.
    package var templates: FilePath

    package init(folder: SiteFolder, port: UInt16?, runAs: ApacheConfiguration.RunAs?, templates: FilePath) {
        (self.folder, self.port, self.runAs, self.templates) = (folder, port, runAs, templates)
    }
}

extension ApacheServer {
    /// What stands in a front's record in the place of a cell.
    static let frontName = "front"

    /// Starts a front in the background, unless it runs, and returns its port once it accepts connections.
    ///
    /// `backend` has to name a side by then. When anything fails all that was started is stopped again.
    package func start(_ front: Front) async throws -> UInt16 {
        let run = front.folder.front
        switch status(run) {
        case .running(let serving): return serving.port
        case .died, .stale: try await stop(run)
        case .stopped: run.clear()
        }
        try run.prepare(allowsCores: false)
        return try await withPort(front.port) { try await launch(front, port: $0) }
    }

    private func launch(_ front: Front, port: UInt16) async throws -> UInt16 {
        let run = front.folder.front
        let log = ErrorLog(at: run.errorLog)
        let configuration = run.path.appending("httpd.conf")
        try Files.replaceFile(
            configuration,
            try FrontRenderer(templates: front.templates).text(front, port: port, installation: installation))
        var record = ServerRecord(
            cell: Self.frontName, generation: run.path.string, httpdConf: configuration.string, run: run.path.string,
            port: port)
        try record.write(run)
        return try await withCleanUp {
            let leader = try await startInBackground(
                record, ["-d", run.path.string, "-f", configuration.string, "-k", "start"],
                environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8"], in: run, log: log)
            record.process = leader.identity
            record.executable = leader.executable
            try record.write(run)
            return port
        } onError: {
            try await stop(run)
        }
    }
}

/// Writes a front's configuration from its template.
struct FrontRenderer {
    let template: ApacheTemplate

    init(templates: FilePath) throws { template = try ApacheTemplate("front.conf.mustache", in: templates) }

    func text(_ front: Front, port: UInt16, installation: ApacheInstallation) throws -> String {
        let modules = [
            "mpm_event", "unixd", "log_config", "authz_core", "rewrite", "proxy", "proxy_http",
        ]
        var values: [String: Any] = [
            "port": Int(port), "modules": try installation.loadable(modules),
            "run": try ApacheText.definition(front.folder.front.path),
            "map": try ApacheText.definition(front.folder.backend.path),
        ]
        if let runAs = front.runAs {
            values["runAs"] = ["user": try ApacheText.word(runAs.user), "group": try ApacheText.word(runAs.group)]
        }
        return template.render(values)
    }
}
