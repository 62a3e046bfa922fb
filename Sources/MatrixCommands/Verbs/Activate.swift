import ArgumentParser
import MatrixHost
import MatrixModel
import MatrixServers
import MatrixStore
import MatrixTrial
import SystemPackage

struct Activate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "activate",
        abstract: "Make a pair the one that an Apache which is not ours loads; provisions what is missing.",
        discussion: """
            It points the link `active` of the store at the cell's generation, by one rename(2). Apache's configuration
            includes `active/load.conf`, which loads libpython and mod_wsgi and says where the Python's home is. So the
            configuration stays as it is when the pair becomes another one, and Apache has the new pair after a reload. The
            mode and the MPM are up to that configuration; nothing is reloaded for you.

            --install puts two things where no file of another maker stands: a link mod_wsgi_wsgimatrix.so into DIR, and
            wsgimatrix.load, with that Include, into the folder of load files. The link is for a LoadModule line of
            your own, behind a LoadFile of `active/lib/libpython…`; the load file does not need it.

            --undo goes back to what was active before, up to ten times. When there is nothing before, the link and all that
            --install has placed are removed, but for what somebody has changed since.

            EXAMPLES
              wsgimatrix activate 3.13.5 6.1.1
              sudo wsgimatrix activate 3.13.5 6.1.1 --install /usr/lib/apache2/modules
              wsgimatrix activate --undo
            """)

    @Argument(help: "A Python that the recipes know, as for provision; none with --undo.") var python: String?
    @Argument(help: "A mod_wsgi that the recipes know.") var modWsgi: String?
    @Option(help: "Of the cell whose generation it is. Default: daemon.") var mode: WSGIMode?
    @Option(help: "Of the cell whose generation it is. Default: event.") var mpm: MPM?
    @Flag(help: "Go back to what was active before.") var undo = false
    @OptionGroup var places: InstallOptions
    @OptionGroup var builds: BuildFlags
    @OptionGroup var fetching: FetchFlags
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: JSONFlag

    func validate() throws {
        if undo, python != nil || mode != nil || mpm != nil || places.install != nil {
            throw ValidationError("--undo stands alone")
        }
        if !undo, modWsgi == nil { throw ValidationError("activate takes a Python and a mod_wsgi, or --undo") }
    }

    func run() async throws {
        let context = try store.context()
        let activator = Activator(host: context.host, store: context.store)
        if undo {
            let before = try context.store.activation()
            let (now, left) = try await activator.undo()
            let result = try ActivateResult(now, before: before, left: left, store: context.store)
            return try output.present(result, on: context.host.console) { $0.text }
        }
        // What is about to be loaded is read to the last byte: damage is found here, not by a crash.
        let provisioned = try await context.provisioner(fetching, builds.options)
            .provision(try cell(in: context.recipes), force: builds.force, depth: .digests)
        let addition = try await places.addition(context)
        let before = try context.store.activation()
        let (now, _) = try await activator.activate(provisioned, into: addition)
        let result = try ActivateResult(now, before: before, left: [], store: context.store)
        try output.present(result, on: context.host.console) { $0.text }
    }

    private func cell(in recipes: RecipeBook) throws -> Cell {
        Cell(
            python: try recipes.cpython.resolve(python ?? ""), modWsgi: try recipes.modWsgi.resolve(modWsgi ?? ""),
            mode: mode ?? .daemon, mpm: mpm ?? .event)
    }
}

/// Which folders of an Apache get something.
struct InstallOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Apache's folder of modules, which gets a link to the active one.", valueName: "dir"))
    var install: String?

    @Option(
        help: ArgumentHelp(
            "Where wsgimatrix.load goes. Default: mods-available of the machine's own Apache, when --install names its folder of modules; else the folder of --install.",
            valueName: "dir"))
    var loadFolder: String?

    func validate() throws {
        if loadFolder != nil, install == nil { throw ValidationError("--load-folder goes with --install") }
    }

    func addition(_ context: Context) async throws -> ApacheAddition? {
        func path(_ text: String) -> FilePath {
            context.host.environment.workingDirectory.pushing(FilePath(text)).lexicallyNormalized()
        }
        guard let install else { return nil }
        return try ApacheAddition(
            modulesFolder: path(install), loadFolder: loadFolder.map(path),
            machine: try await context.toolAnswers.apacheInstallation(context.host))
    }
}
