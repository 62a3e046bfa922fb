package import MatrixBuild
package import MatrixModel

extension Provisioner {
    /// The driver for a provisioned cell's Python, built when it is missing. With `force` a release is tried that the
    /// recipes say this Python cannot run.
    package func driver(
        _ selection: DriverSelection, for provisioned: ProvisionedCell, force: Bool = false
    ) async throws -> DriverBuilder.Built {
        let drivers = DriverBuilder(
            host: host, store: store, fetcher: fetcher, toolchain: try await Toolchain.detect(answers),
            recipe: recipes.driver, recipeFolder: recipeFolder, options: options)
        return try await drivers.build(
            selection, for: provisioned.cell.python, entry: provisioned.pythonEntry, force: force)
    }
}
