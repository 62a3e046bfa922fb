extension Plan {
    /// The cells of a selection, with what the recipes say about each.
    ///
    /// - Parameter compiler: named like `gcc 12.2.0`; without it a pair that some compilers refuse counts as supported.
    /// - Throws: `RecipeError` when a value of an axis is in no recipe.
    package init(
        _ matrix: MatrixRecipe, selection: MatrixRecipe.Selection, recipes: RecipeBook, compiler: String? = nil
    ) throws {
        let planner = Planner(matrix: matrix, patterns: selection.patterns, recipes: recipes, compiler: compiler)
        self.init(try planner.rows())
    }

    /// What the recipes say about cells that no selection made, in the order given.
    package init(_ cells: [TrialCell], matrix: MatrixRecipe, recipes: RecipeBook, compiler: String? = nil) {
        let planner = Planner(matrix: matrix, patterns: [], recipes: recipes, compiler: compiler)
        self.init(
            cells.map { cell in
                let pair = planner.refusal(of: cell.served.modWsgi, with: cell.served.python)
                return planner.row(
                    cell, refused: pair ?? planner.refusal(ofDriver: cell.driver, with: cell.served.python))
            })
    }

    /// The same cells for an application without a driver, each once, with what the recipes say about those.
    package func withoutDriver(_ matrix: MatrixRecipe, recipes: RecipeBook) -> Plan {
        var seen: Set<TrialCell> = []
        let cells = cells.map { TrialCell(served: $0.served, topology: $0.topology, driver: TrialCell.noDriver) }
        return Plan(cells.filter { seen.insert($0).inserted }, matrix: matrix, recipes: recipes)
    }
}

private struct Planner {
    let matrix: MatrixRecipe
    let patterns: [CellPattern]
    let recipes: RecipeBook
    let compiler: String?

    /// Every combination of the axes that a pattern holds and nothing excludes, in the order of the axes.
    func rows() throws -> [Plan.Row] {
        var rows: [Plan.Row] = []
        var seen: Set<TrialCell> = []
        for python in matrix.axes.pythons {
            _ = try recipes.cpython.resolve("\(python)")
            let drivers = try matrix.axes.drivers.map { try driver($0, for: python) }
            for modWsgi in matrix.axes.modWsgis {
                _ = try recipes.modWsgi.resolve("\(modWsgi)")
                let patterns = patterns.filter { $0.contains(python) && $0.contains(modWsgi) }
                guard !patterns.isEmpty else { continue }
                let refused = refusal(of: modWsgi, with: python)
                for (mode, mpm, topology) in places {
                    let served = Cell(python: python, modWsgi: modWsgi, mode: mode, mpm: mpm)
                    for driver in drivers {
                        let cell = TrialCell(served: served, topology: topology, driver: driver.name)
                        guard patterns.contains(where: { $0.contains(cell) }),
                            !matrix.exclusions.contains(where: { $0.contains(cell) }), seen.insert(cell).inserted
                        else { continue }
                        rows.append(row(cell, refused: refused ?? driver.refused))
                    }
                }
            }
        }
        return rows
    }

    private var places: [(WSGIMode, MPM, Topology)] {
        matrix.axes.modes.flatMap { mode in
            matrix.axes.mpms.flatMap { mpm in matrix.axes.topologies.map { (mode, mpm, $0) } }
        }
    }

    func row(_ cell: TrialCell, refused: String?) -> Plan.Row {
        Plan.Row(
            cell, unsupported: refused, expected: refused == nil ? recipes.expectedFailure(of: cell, in: matrix) : nil)
    }

    func refusal(of modWsgi: Version, with python: PythonVersion) -> String? {
        let answer = recipes.compatibility(of: modWsgi, with: python)
        let isRefused = compiler.map { answer.isRefused(by: $0) } ?? (answer.verdict == .unsupported)
        return isRefused ? "\(answer.reason) (\(answer.source))" : nil
    }

    private func driver(
        _ selection: DriverSelection, for python: PythonVersion
    ) throws -> (name: String, refused: String?) {
        guard let name = try recipes.driver.cellName(of: selection, for: python) else {
            return ("pymongo-newest", "no release of PyMongo in the recipes runs on it (recipes/driver.yaml)")
        }
        return (name, refusal(ofDriver: name, with: python))
    }

    /// Nil for a checkout too, of which the recipes know nothing.
    func refusal(ofDriver name: String, with python: PythonVersion) -> String? {
        guard name.hasPrefix("pymongo-"), let version = Version(name.dropFirst("pymongo-".count)) else { return nil }
        let answer = recipes.driver.compatibility(of: version, with: python)
        return answer.verdict == .unsupported ? "\(answer.reason) (\(answer.source))" : nil
    }
}
