import MatrixBuild
import MatrixHost
import MatrixModel
import MatrixServers
import MatrixStore
import MatrixTrial
import SystemPackage

/// What every verb starts from: the machine, the recipes and the store.
struct Context: Sendable {
    var host: Host
    let recipes: RecipeBook
    /// The folder that holds `templates/` and `apps/`.
    let recipeFolder: FilePath
    let recipeFiles: RecipeFolder
    let store: Store

    init(host: Host, options: StoreOptions) throws {
        self.host = host
        let places = Places(environment: host.environment)
        recipeFolder = try places.recipeFolder()
        recipeFiles = RecipeFolder(builtIn: recipeFolder, users: places.userRecipes(option: options.recipes))
        recipes = try recipeFiles.read()
        store = Store(layout: Layout(root: try places.storeFolder(option: options.cache)), host: host)
    }

    func fetcher(_ flags: FetchFlags) -> SourceFetcher {
        SourceFetcher(host: host, folder: store.layout.downloads, locks: store.layout.locks, options: flags.options)
    }

    var toolAnswers: ToolAnswers { ToolAnswers(host: host, file: store.layout.toolAnswers) }

    func provisioner(_ fetching: FetchFlags, _ options: BuildOptions) -> Provisioner {
        Provisioner(
            host: host, store: store, recipes: recipes, recipeFolder: recipeFolder, fetcher: fetcher(fetching),
            answers: toolAnswers, options: options)
    }

    /// Only for looking: its builds would find no tarball that is not here.
    func offlineProvisioner(jobs: Int) -> Provisioner {
        let fetcher = SourceFetcher(
            host: host, folder: store.layout.downloads, locks: store.layout.locks,
            options: FetchOptions(offline: true, mirrors: []))
        return Provisioner(
            host: host, store: store, recipes: recipes, recipeFolder: recipeFolder, fetcher: fetcher,
            answers: toolAnswers, options: BuildOptions(jobserver: Jobserver(tokens: jobs), keep: false))
    }

    /// `underLoad` cells at a time send requests.
    func trial(
        _ fetching: FetchFlags, _ options: BuildOptions, _ mongo: MongoSource, underLoad: Int = 1
    ) async throws -> Trial {
        Trial(
            host: host, store: store, provisioner: provisioner(fetching, options),
            server: ApacheServer(host: host, installation: try await toolAnswers.apacheInstallation(host)),
            mongo: mongo, turns: Turns(underLoad))
    }

    var servers: CellServers { CellServers(host: host, store: store, answers: toolAnswers) }

    var sites: Sites { Sites(host: host, store: store, answers: toolAnswers, recipeFolder: recipeFolder) }

    /// Finds the server program of a topology.
    func mongodSelection(_ flags: FetchFlags) -> MongodSelection {
        MongodSelection(
            host: host,
            builder: MongodBuilder(host: host, store: store, fetcher: fetcher(flags), recipe: recipes.mongodb))
    }

    var mongo: StoreMongo { StoreMongo(host: host, store: store) }

    /// Reads a cell's name, with versions as short as everywhere else.
    func cell(named text: String) throws -> Cell {
        guard var cell = Cell(text) else { throw CommandError.notACell(text) }
        cell.python = try recipes.cpython.resolve("\(cell.python)")
        cell.modWsgi = try recipes.modWsgi.resolve("\(cell.modWsgi)")
        return cell
    }
}
