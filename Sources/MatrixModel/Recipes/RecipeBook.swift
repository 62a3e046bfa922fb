/// All recipes that a run knows.
package struct RecipeBook: Sendable {
    package var cpython: CPythonRecipe
    package var modWsgi: ModWsgiRecipe
    package var driver: DriverRecipe
    package var mongodb: MongodbRecipe

    package init(
        cpython: CPythonRecipe, modWsgi: ModWsgiRecipe, driver: DriverRecipe, mongodb: MongodbRecipe
    ) {
        self.cpython = cpython
        self.modWsgi = modWsgi
        self.driver = driver
        self.mongodb = mongodb
    }
}

extension RecipeBook {
    /// What is known about a pair, the data-only versions of either side included.
    package func compatibility(of modWsgi: Version, with python: PythonVersion) -> Compatibility {
        if let reason = cpython.table.notBuilt(python.release) {
            return Compatibility(
                verdict: .unsupported, reason: reason, source: cpython.table.digestSource(of: python.release) ?? "",
                compiler: nil)
        }
        return self.modWsgi.compatibility(of: modWsgi, with: python)
    }
}

extension RecipeBook {
    /// How a cell is known to fail, by the matrix or by its driver's recipe; nil for one that should pass.
    package func expectedFailure(of cell: TrialCell, in matrix: MatrixRecipe) -> ExpectedFailure? {
        if let failure = matrix.expectedFailure(of: cell) { return failure }
        guard case .release(let text) = DriverSelection(named: cell.driver), let version = Version(text) else {
            return nil
        }
        return driver.expectedFailure(of: version, with: cell.served.python)
    }
}
