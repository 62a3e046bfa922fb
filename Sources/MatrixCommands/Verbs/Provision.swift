import ArgumentParser
import MatrixHost
import MatrixTrial

struct Provision: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "provision",
        abstract: "Build a Python and a mod_wsgi for it, and lay out a configuration that serves them.",
        discussion: """
            What is in the store already is used as it is: a second call answers at once.

            EXAMPLES
              wsgimatrix provision 3.13.5 6.1.1
              wsgimatrix provision 2.7 4.9 --mode embedded --mpm prefork
              wsgimatrix provision 3.13.5 6.1.1 --driver pymongo==4.20.0
              wsgimatrix provision 3.13.5 6.1.1 --offline --mirror /media/tarballs
            """)

    @OptionGroup var cell: CellOptions
    @OptionGroup var driver: DriverOption
    @OptionGroup var builds: BuildFlags
    @OptionGroup var fetching: FetchFlags
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: JSONFlag

    func run() async throws {
        let context = try store.context()
        let provisioner = context.provisioner(fetching, builds.options)
        let provisioned = try await provisioner.provision(try cell.cell(in: context.recipes), force: builds.force)
        var result = ProvisionResult(provisioned)
        if let selection = driver.driver {
            result.add(try await provisioner.driver(selection, for: provisioned, force: builds.force))
        }
        try output.present(result, on: context.host.console) { $0.text }
    }
}
