import FoundationEssentials

@testable import MatrixModel

/// The recipes as they ship, and small matrices on them.
struct PlanFixture {
    let recipes: RecipeBook
    let matrix: MatrixRecipe

    /// Read once: the recipes are long, and tests many.
    private static let read = Result { try PlanFixture(folder: recipeFolder) }

    init() throws { self = try Self.read.get() }

    private init(folder: URL) throws {
        func text(_ kind: RecipeKind) throws -> String {
            try String(contentsOf: folder.appending(path: kind.fileName), encoding: .utf8)
        }
        recipes = RecipeBook(
            cpython: try CPythonRecipe(try text(.cpython), file: "cpython.yaml"),
            modWsgi: try ModWsgiRecipe(try text(.modWsgi), file: "mod_wsgi.yaml"),
            driver: try DriverRecipe(try text(.driver), file: "driver.yaml"),
            mongodb: try MongodbRecipe(try text(.mongodb), file: "mongodb.yaml"))
        matrix = try MatrixRecipe(try text(.matrix), file: "matrix.yaml")
    }

    private static var recipeFolder: URL {
        URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../recipes")
    }

    func plan(_ selection: String, of matrix: MatrixRecipe? = nil, compiler: String? = nil) throws -> Plan {
        let matrix = matrix ?? self.matrix
        return try Plan(matrix, selection: matrix.selection(selection), recipes: recipes, compiler: compiler)
    }

    func cell(_ text: String) -> TrialCell {
        TrialCell(text, defaultTopology: .standalone, defaultDriver: "pymongo-4.20.0")!
    }

    static let small = """
        format: 1
        kind: matrix
        axes:
          python: ["3.13.5", "2.7.18"]
          mod_wsgi: ["6.1.1", "4.9.4"]
          mode: [daemon, embedded]
          mpm: [event, prefork]
          topology: [standalone]
          driver: [newest]

        """
}
