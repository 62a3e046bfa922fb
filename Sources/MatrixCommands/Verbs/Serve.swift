import ArgumentParser
import MatrixHost
import MatrixModel
import MatrixServers
import MatrixStore
import MatrixTrial

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
            """)

    @OptionGroup var cell: CellOptions
    @Option(help: "The port on 127.0.0.1. Default: a free one.") var port: UInt16?
    @OptionGroup var builds: BuildFlags
    @OptionGroup var fetching: FetchFlags
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: JSONFlag

    func validate() throws {
        if port == 0 { throw ValidationError("--port takes a number from 1 to 65535") }
    }

    func run() async throws {
        let context = try store.context()
        // What is about to be loaded is read to the last byte: damage is found here, not by a crash.
        let provisioned = try await context.provisioner(fetching, builds.options)
            .provision(try cell.cell(in: context.recipes), force: builds.force, depth: .digests)
        let serving = try await context.servers.start(provisioned, port: port)
        let answers = try await context.servers.answers(of: serving)
        try output.present(ServeResult(provisioned, serving, answers), on: context.host.console) { $0.text }
    }
}
