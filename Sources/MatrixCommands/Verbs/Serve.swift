import ArgumentParser
import MatrixHost
import MatrixModel
import MatrixServers
import MatrixStore
import MatrixTrial
import SystemPackage

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Start Apache with a cell, in the background, on the loopback; provisions what is missing.",
        discussion: """
            It returns when both mounts have answered with the Python, the mod_wsgi and the sub-interpreter that they
            should have. `wsgimatrix stop` ends it.

            EXAMPLES
              wsgimatrix serve 3.13.5 6.1.1
              wsgimatrix serve 3.9.2 4.9.4 --mode embedded --mpm prefork --port 8080
              wsgimatrix serve --zero-loss 3.13.5 6.1.1 --app /srv/app/wsgi.py
            """)

    @OptionGroup var cell: CellOptions
    @Option(help: "The port on 127.0.0.1. Default: a free one.") var port: UInt16?
    @Option(help: "A WSGI script of your own, which answers everything but the two mounts.", completion: .file())
    var app: String?
    @Flag(help: "Put a front without Python before it, so that `wsgimatrix swap` loses no request.") var zeroLoss =
        false
    @Option(help: "The name of what --zero-loss starts.") var site = Sites.defaultName
    @OptionGroup var builds: BuildFlags
    @OptionGroup var fetching: FetchFlags
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: JSONFlag

    func validate() throws {
        if port == 0 { throw ValidationError("--port takes a number from 1 to 65535") }
        if let app, (try? Files.status(FilePath(app)))??.kind != .regular {
            throw ValidationError("--app: there is no file `\(app)`")
        }
        if site.isEmpty || site.contains(where: { !$0.isLetter && !$0.isNumber && !"-_".contains($0) }) {
            throw ValidationError("--site takes letters, digits, `-` and `_`")
        }
    }

    func run() async throws {
        let context = try store.context()
        // What is about to be loaded is read to the last byte: damage is found here, not by a crash.
        let provisioned = try await context.provisioner(fetching, builds.options)
            .provision(try cell.cell(in: context.recipes), force: builds.force, depth: .digests)
        let app = app.map { context.host.environment.workingDirectory.pushing(FilePath($0)).lexicallyNormalized() }
        guard !zeroLoss else {
            let status = try await context.sites.start(site, provisioned, port: port, application: app)
            return try output.present(SiteResult(status), on: context.host.console) { $0.text }
        }
        let serving = try await context.servers.start(provisioned, port: port, application: app)
        let answers = try await context.servers.answers(of: serving)
        try output.present(ServeResult(provisioned, serving, answers), on: context.host.console) { $0.text }
    }
}
