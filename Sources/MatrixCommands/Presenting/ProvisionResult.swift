import MatrixBuild
import MatrixModel
import MatrixStore
import MatrixTrial
import SystemPackage

/// Where everything of a provisioned cell is.
struct ProvisionResult: Encodable {
    var cell: String
    var pythonVersion: String
    var modWsgiVersion: String
    var mode: WSGIMode
    var mpm: MPM
    /// The interpreter.
    var python: String
    var pythonHome: String
    var module: String
    /// The folder for LD_LIBRARY_PATH.
    var libraryPath: String
    var httpdConf: String
    var modWsgiTestConf: String
    /// What `environmentFile` exports.
    var environment: [String: String]
    var environmentFile: String
    var generation: Int
    /// The driver that was asked for: `pymongo-4.20.0`.
    var driver: String?
    /// The folder for `sys.path` that holds it.
    var driverFolder: String?
    /// What this run had to build.
    var built: [String]

    init(_ provisioned: ProvisionedCell) {
        let cell = provisioned.cell
        self.cell = cell.description
        pythonVersion = cell.python.description
        modWsgiVersion = cell.modWsgi.description
        mode = cell.mode
        mpm = cell.mpm
        python = provisioned.python.executable.string
        pythonHome = provisioned.python.prefix.string
        module = provisioned.module.string
        libraryPath = provisioned.libraryPath.string
        httpdConf = provisioned.httpdConf.string
        modWsgiTestConf = provisioned.modWsgiTestConf.string
        environment = provisioned.environment
        environmentFile = provisioned.environmentFile.string
        generation = provisioned.generation.number
        built = [
            provisioned.made.python ? "python" : nil, provisioned.made.module ? "mod_wsgi" : nil,
            provisioned.made.generation ? "generation" : nil,
        ].compactMap { $0 }
    }

    mutating func add(_ driver: DriverBuilder.Built) {
        self.driver = driver.driver.description
        driverFolder = driver.entry.folder.string
        if driver.wasBuilt { built.append("driver") }
    }

    var text: String {
        """
        \(cell) is \(built.isEmpty ? "in the store already" : "provisioned")
          python        \(python)
          module        \(module)
          libraries     \(libraryPath)
          httpd.conf    \(httpdConf)
          mod_wsgi_test \(modWsgiTestConf)
          environment   \(environmentFile)\(driverFolder.map { "\n  driver        \($0)" } ?? "")

        next: wsgimatrix test \(pythonVersion) \(modWsgiVersion)\(mode == .daemon ? "" : " --mode \(mode.rawValue)")\(mpm == .event ? "" : " --mpm \(mpm.rawValue)")
        """
    }
}
